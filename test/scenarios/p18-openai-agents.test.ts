import { agentTools, RunSession } from '@commonplace/openai-agents'
import { Agent, type AgentOutputItem, type Model, type ModelRequest, Runner, Usage } from '@openai/agents-core'
import { expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
const says = (text: string): AgentOutputItem => ({
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text }],
})
let count = 0
const calls = (name: string, args: object): AgentOutputItem => ({
  type: 'function_call',
  callId: `call ${++count}`,
  name,
  status: 'completed',
  arguments: JSON.stringify(args),
})

/** Answers as it is told, and notes what it was asked. */
class ScriptedModel implements Model {
  readonly asked: ModelRequest[] = []
  readonly #answers: AgentOutputItem[]

  constructor(...answers: AgentOutputItem[]) {
    this.#answers = answers
  }

  async getResponse(request: ModelRequest) {
    this.asked.push(structuredClone({ ...request, signal: undefined, tracing: false }) as ModelRequest)
    return { usage: new Usage(), output: [this.#answers.shift()!] }
  }

  getStreamedResponse(): never {
    throw new Error('nothing is streamed here')
  }
}

const runner = new Runner({ tracingDisabled: true })
const inputOf = (model: ScriptedModel, call: number) => JSON.stringify(model.asked[call]?.input)

test('P18 an agent of the OpenAI Agents SDK remembers with tools, and is told what it does wrong', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  const model = new ScriptedModel(
    calls('memory_add', { content: 'Ada prefers e-mail to phone calls' }),
    calls('memory_add', { content: 'x', colour: 'red' }),
    calls('memory_retract', { id: 'nowhere', reason: 'wrong' }),
    says('Done.'),
  )
  const agent = new Agent({ name: 'support', model, tools: agentTools(support, { tools: ['records'] }) })
  expect((await runner.run(agent, 'Remember it')).finalOutput).toBe('Done.')
  expect(inputOf(model, 2)).toContain('invalid-input: memory_add')
  expect(inputOf(model, 2)).toContain('colour')
  expect(inputOf(model, 3)).toContain('What to do')
  const found = async () => (await billing.search('contact Ada')).map(({ record }) => record.author.agent)
  await expect.poll(found).toEqual(['support'])
})

test('P18 a session goes on with another agent on another machine, and other frameworks join it through the log of the run', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  const first = new ScriptedModel(calls('memory_status', {}), says('It was shipped.'))
  const tools = agentTools(support, { tools: ['records'] })
  const session = new RunSession(support, 'chat-7')
  await runner.run(new Agent({ name: 'support', model: first, tools }), 'Where is order 42?', { session })
  expect(await session.getSessionId()).toBe('chat-7')
  const there = new RunSession(billing, 'chat-7')
  const types = async () => (await there.getItems()).map(({ type }) => type ?? 'message')
  await expect.poll(types).toEqual(['message', 'function_call', 'function_call_result', 'message'])
  await billing.runs.log('chat-7', { role: 'user', content: 'And what did it cost?' })
  await billing.runs.log('chat-7', { role: 'note', content: 'asked by phone' })
  const second = new ScriptedModel(says('12 euros.'))
  await runner.run(new Agent({ name: 'billing', model: second }), 'Well?', { session: there })
  for (const text of ['Where is order 42?', 'It was shipped.', 'And what did it cost?', 'Well?'])
    expect(inputOf(second, 0)).toContain(text)
  expect(inputOf(second, 0)).not.toContain('asked by phone')
  expect((await billing.search('what was shipped?')).map(({ record }) => record.content)).toContain('It was shipped.')
  expect((await there.getItems(1))[0]).toMatchObject(says('12 euros.'))
})

test("P18 an item of any size comes back as it was, the last can be taken back, and a session is cleared of what is one's own", async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  const session = new RunSession(support, 'chat-8')
  const large = {
    type: 'function_call_result',
    name: 'report',
    callId: 'c',
    status: 'completed',
    output: { type: 'text', text: 'Zeile ü '.repeat(40_000) },
  } as const
  const same = { type: 'message', role: 'user', content: 'ok' } as const
  const reasoning = { type: 'reasoning', content: [] } as const
  const items = [same, same, large, { ...reasoning, content: [...reasoning.content] }]
  await session.addItems(items)
  expect(await session.getItems()).toEqual(items)
  expect(await session.getItems(2)).toEqual(items.slice(-2))
  const there = new RunSession(billing, 'chat-8')
  await expect.poll(async () => (await there.getItems()).length).toBe(4)
  expect((await there.getItems())[2]).toEqual(large)
  await expect(there.popItem()).rejects.toMatchObject({ code: 'forbidden' })
  expect(await session.popItem()).toEqual(reasoning)
  await billing.runs.log('chat-8', { role: 'user', content: 'I am here too' })
  await expect.poll(async () => (await session.getItems()).length).toBe(4)
  await expect(session.clearSession()).rejects.toThrow(/cannot clear what billing said/)
  expect(await session.getItems()).toMatchObject([{ content: 'I am here too' }])
  const own = new RunSession(support, 'chat-9')
  await own.addItems([same])
  await own.clearSession()
  expect([await own.getItems(), await own.popItem()]).toEqual([[], undefined])
})
