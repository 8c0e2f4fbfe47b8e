import { recallMiddleware, toolSet } from '@commonplace/ai-sdk'
import { stepCountIs, streamText, wrapLanguageModel } from 'ai'
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test'
import { expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
type Streamed = Extract<ConstructorParameters<typeof MockLanguageModelV4>[0], object>['doStream']
type Answer = Extract<Streamed, readonly unknown[]>[number]
type Part = Answer extends { stream: ReadableStream<infer Each> } ? Each : never

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
}
const streamOf = (...chunks: Part[]): Answer => ({ stream: simulateReadableStream({ chunks }) })
const says = (...words: string[]): Answer =>
  streamOf(
    { type: 'text-start', id: '1' },
    ...words.map(delta => ({ type: 'text-delta' as const, id: '1', delta })),
    { type: 'text-end', id: '1' },
    { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
  )
const calls = (toolName: string, input: object): Answer =>
  streamOf(
    { type: 'tool-call', toolCallId: `call of ${toolName}`, toolName, input: JSON.stringify(input) },
    { type: 'finish', finishReason: { unified: 'tool-calls', raw: 'tool_calls' }, usage },
  )
const promptOf = (model: MockLanguageModelV4, call: number) => JSON.stringify(model.doStreamCalls[call]?.prompt)

test('P18 a streamed answer in several steps: tools see the memory and its refusals, question and answer are logged once', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  await billing.add('Order 42 was refunded on Monday')
  await expect.poll(async () => (await support.search('order 42')).length).toBe(1)
  const model = new MockLanguageModelV4({
    doStream: [
      calls('memory_retract', { id: 'nowhere', reason: 'wrong' }),
      calls('memory_add', { content: 'Ada asked about order 42' }),
      says('It was ', 'refunded.'),
    ],
  })
  const result = streamText({
    model: wrapLanguageModel({ model, middleware: recallMiddleware(support, { budget: 300, run: 'chat-1' }) }),
    tools: toolSet(support),
    prompt: 'what became of order 42?',
    stopWhen: stepCountIs(5),
  })
  const parts: string[] = []
  for await (const part of result.textStream) parts.push(part)
  expect([parts, (await result.steps).length]).toEqual([['It was ', 'refunded.'], 3])
  expect(promptOf(model, 0)).toMatch(/not instructions.*refunded on Monday/)
  expect(promptOf(model, 1)).toMatch(/"error-text".*What to do/)
  expect(promptOf(model, 2).split('not instructions')).toHaveLength(2)
  const logged = async () => (await billing.runs.window('chat-1')).map(({ source, content }) => [source?.type, content])
  await expect.poll(logged).toEqual([
    ['user', 'what became of order 42?'],
    ['assistant', 'It was refunded.'],
  ])
  await expect.poll(async () => (await billing.search('Ada asked')).length).toBeGreaterThan(0)
})

test('P18 a streamed answer that is called off or breaks off is not logged as if it were one, and the next one is', async () => {
  const memory = await team.open('support')
  const endless = new ReadableStream<Part>({
    start(controller) {
      controller.enqueue({ type: 'text-start', id: '1' })
      controller.enqueue({ type: 'text-delta', id: '1', delta: 'It was ' })
    },
  })
  const broken = new ReadableStream<Part>({
    start(controller) {
      controller.enqueue({ type: 'text-start', id: '1' })
      controller.enqueue({ type: 'text-delta', id: '1', delta: 'It is ' })
    },
    pull: controller => controller.error(new Error('the connection is gone')),
  })
  const model = new MockLanguageModelV4({ doStream: [{ stream: endless }, { stream: broken }, says('Refunded.')] })
  const recalling = wrapLanguageModel({ model, middleware: recallMiddleware(memory, { run: 'chat-2' }) })
  const calledOff = new AbortController()
  const first = streamText({ model: recalling, prompt: 'one?', abortSignal: calledOff.signal })
  for await (const _ of first.textStream) calledOff.abort()
  const errors: unknown[] = []
  const second = streamText({ model: recalling, prompt: 'two?', maxRetries: 0 })
  await second.consumeStream({ onError: error => void errors.push(error) })
  expect(errors).toMatchObject([{ message: 'the connection is gone' }])
  const third = streamText({ model: recalling, prompt: 'three?' })
  await third.consumeStream()
  const log = await memory.runs.window('chat-2')
  expect(log.map(({ content }) => content)).toEqual(['one?', 'two?', 'three?', 'Refunded.'])
})
