import { agentTools, RunSession } from '@commonplace/openai-agents'
import { Agent, type Model, type ModelRequest, type ModelResponse, Runner, type StreamEvent } from '@openai/agents-core'
import { expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
type Item = Extract<StreamEvent, { type: 'response_done' }>['response']['output'][number]
const runner = new Runner({ tracingDisabled: true })
const says = (text: string): Item => ({
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text }],
})
const calls = (callId: string, name: string, args: object): Item => ({
  type: 'function_call',
  callId,
  name,
  status: 'completed',
  arguments: JSON.stringify(args),
})
const isText = (item: Item | 'cut off'): boolean => item !== 'cut off' && item.type === 'message'

/** Streams as it is told, a word at a time, and notes what it was asked; what is cut off fails after its first word. */
class StreamingModel implements Model {
  readonly asked: ModelRequest[] = []
  readonly #answers: (Item | 'cut off')[]

  constructor(...answers: (Item | 'cut off')[]) {
    this.#answers = answers
  }

  getResponse(): Promise<ModelResponse> {
    throw new Error('all is streamed here')
  }

  async *getStreamedResponse({ input }: ModelRequest): AsyncIterable<StreamEvent> {
    this.asked.push(structuredClone({ input }) as ModelRequest)
    const answer = this.#answers.shift()!
    yield { type: 'response_started' }
    if (isText(answer) || answer === 'cut off') yield { type: 'output_text_delta', delta: 'It ' }
    if (answer === 'cut off') throw new Error('the connection is gone')
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 }
    yield { type: 'response_done', response: { id: `r${this.asked.length}`, usage, output: [answer] } }
  }
}

async function streamed(agent: Agent, question: string, session: RunSession) {
  const result = await runner.run(agent, question, { stream: true, session })
  const deltas: string[] = []
  for await (const event of result) {
    if (event.type === 'raw_model_stream_event' && event.data.type === 'output_text_delta')
      deltas.push(event.data.delta)
  }
  await result.completed
  return { deltas, finalOutput: result.finalOutput }
}
const typesIn = async (session: RunSession) => (await session.getItems()).map(({ type }) => type ?? 'message')

test('P18 a streamed run is in the session once, with what its tools said, and goes on with another agent', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  const model = new StreamingModel(
    calls('c1', 'memory_add', { content: 'Order 42 was shipped on Monday' }),
    calls('c2', 'memory_search', { query: 'order 42' }),
    says('It was shipped.'),
    says('On Monday.'),
  )
  const agent = new Agent({ name: 'support', model, tools: agentTools(support, { tools: ['records'] }) })
  const session = new RunSession(support, 'chat-1')
  const { deltas, finalOutput } = await streamed(agent, 'Where is order 42?', session)
  expect([deltas, finalOutput]).toEqual([['It '], 'It was shipped.'])
  const tool = ['function_call', 'function_call_result']
  expect(await typesIn(session)).toEqual(['message', ...tool, ...tool, 'message'])
  expect(JSON.stringify(model.asked[2]?.input)).toContain('shipped on Monday')

  await streamed(agent, 'When?', session)
  const there = new RunSession(billing, 'chat-1')
  await expect.poll(async () => (await there.getItems()).length).toBe(8)
  const second = new StreamingModel(says('12 euros.'))
  await streamed(new Agent({ name: 'billing', model: second }), 'And what did it cost?', there)
  for (const text of ['Where is order 42?', 'On Monday.', 'And what did it cost?'])
    expect(JSON.stringify(second.asked[0]?.input).split(text)).toHaveLength(2)
})

test('P18 a stream that breaks off leaves a session that the next run goes on with', async () => {
  const support = await team.open('support')
  const model = new StreamingModel(calls('c1', 'memory_status', {}), 'cut off', says('It was shipped.'))
  const agent = new Agent({ name: 'support', model, tools: agentTools(support, { tools: ['records'] }) })
  const session = new RunSession(support, 'chat-2')
  await expect(streamed(agent, 'Where is order 42?', session)).rejects.toThrow('the connection is gone')
  expect((await streamed(agent, 'Again: where is it?', session)).finalOutput).toBe('It was shipped.')
  const said = [{ content: 'Where is order 42?' }, { content: 'Again: where is it?' }]
  expect(model.asked[2]?.input).toMatchObject(said)
  expect(await session.getItems()).toMatchObject([...said, says('It was shipped.')])
})
