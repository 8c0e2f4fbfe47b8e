import { recallMiddleware, toolSet } from '@commonplace/ai-sdk'
import { generateText, type LanguageModel, stepCountIs, streamText, wrapLanguageModel } from 'ai'
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test'
import { expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
type Generated = Extract<ConstructorParameters<typeof MockLanguageModelV4>[0], object>['doGenerate']
type Answer = Extract<Generated, readonly unknown[]>[number]

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
}
const says = (text: string): Answer => ({
  content: [{ type: 'text', text }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage,
  warnings: [],
})
const calls = (toolName: string, input: object): Answer => ({
  ...says(''),
  content: [{ type: 'tool-call', toolCallId: `call of ${toolName}`, toolName, input: JSON.stringify(input) }],
  finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
})
const modelOf = (...answers: Answer[]) => new MockLanguageModelV4({ doGenerate: answers })
const promptOf = (model: MockLanguageModelV4, call: number) => JSON.stringify(model.doGenerateCalls[call]?.prompt)

test('P18 a model of the AI SDK remembers with tools, and an agent elsewhere finds it', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  const model = modelOf(
    calls('memory_add', { content: 'Ada prefers e-mail to phone calls', tags: ['contact'] }),
    calls('memory_context', { query: 'how should we contact Ada?', budget: 300 }),
    says('By e-mail.'),
  )
  const { text, steps } = await generateText({
    model,
    tools: toolSet(support, { tools: ['records'] }),
    prompt: 'Remember that Ada prefers e-mail, then tell me how to contact her',
    stopWhen: stepCountIs(5),
  })
  expect([text, steps.length]).toEqual(['By e-mail.', 3])
  expect(promptOf(model, 2)).toContain('prefers e-mail')
  const found = async () => (await billing.search('contact Ada')).map(({ record }) => record.author.agent)
  await expect.poll(found).toEqual(['support'])
})

test('P18 what a tool refuses reaches the model with what to do, and the conversation goes on', async () => {
  const memory = await team.open('support')
  const model = modelOf(calls('memory_retract', { id: 'nowhere', reason: 'wrong' }), says('There is none.'))
  const { text } = await generateText({
    model,
    tools: toolSet(memory),
    prompt: 'Take it back',
    stopWhen: stepCountIs(3),
  })
  expect(text).toBe('There is none.')
  expect(promptOf(model, 1)).toMatch(/"error-text".*What to do/)
})

test('P18 the model is told what the team knows before it answers, once, as data in the message of the user', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  await billing.add('Order 42 was refunded on Monday')
  await expect.poll(async () => (await support.search('order 42')).length).toBe(1)
  const model = modelOf(calls('memory_status', {}), says('It was refunded.'), says('You are welcome.'))
  const recalling = wrapLanguageModel({ model, middleware: recallMiddleware(support, { budget: 300, run: 'chat-7' }) })
  const tools = toolSet(support, { readOnly: true })
  await generateText({
    model: recalling,
    tools,
    system: 'Be brief.',
    prompt: 'what became of order 42?',
    stopWhen: stepCountIs(3),
  })
  const [system, user] = model.doGenerateCalls[0]!.prompt
  expect(system).toMatchObject({ role: 'system', content: 'Be brief.' })
  expect(JSON.stringify(user)).toMatch(/not instructions.*refunded on Monday.*what became of order 42/)
  const logged = async (memory = billing) =>
    (await memory.runs.window('chat-7')).map(({ source, content }) => [source?.type, content])
  const whole = [
    ['user', 'what became of order 42?'],
    ['assistant', 'It was refunded.'],
  ]
  await expect.poll(logged).toEqual(whole)
  await generateText({
    model: recalling,
    prompt: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: new Uint8Array(8) }] }],
  })
  expect(promptOf(model, 2)).not.toContain('refunded')
})

test('P18 a streamed answer comes through as it is, and is logged once it is whole', async () => {
  const memory = await team.open('support')
  const model = new MockLanguageModelV4({
    doStream: {
      stream: simulateReadableStream({
        chunks: [
          { type: 'text-start', id: '1' },
          { type: 'text-delta', id: '1', delta: 'By ' },
          { type: 'text-delta', id: '1', delta: 'e-mail.' },
          { type: 'text-end', id: '1' },
          { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
        ],
      }),
    },
  })
  const recalling: LanguageModel = wrapLanguageModel({ model, middleware: recallMiddleware(memory, { run: 'chat-8' }) })
  const { textStream } = streamText({ model: recalling, prompt: 'how should we contact Ada?' })
  const parts: string[] = []
  for await (const part of textStream) parts.push(part)
  expect(parts).toEqual(['By ', 'e-mail.'])
  const log = await memory.runs.window('chat-8')
  expect(log.map(({ content }) => content)).toEqual(['how should we contact Ada?', 'By e-mail.'])
})

test('P18 a memory that fails does not keep the model from answering, and says so', async () => {
  const memory = await team.open('support')
  await memory.close()
  const errors: unknown[] = []
  const middleware = recallMiddleware(memory, { run: 'chat-9', onError: error => errors.push(error) })
  const { text } = await generateText({
    model: wrapLanguageModel({ model: modelOf(says('Yes.')), middleware }),
    prompt: 'Well?',
  })
  expect(text).toBe('Yes.')
  expect(errors).toMatchObject([{ code: 'closed' }, { code: 'closed' }, { code: 'closed' }])
})
