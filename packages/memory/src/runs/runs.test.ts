import type { RelayOptions } from '@commonplace/relay'
import { expect, test } from 'vitest'
import type { Memory } from '../index'
import { open, relayUrl } from '../open.fixture'

test('the log of a run is read as a window, in the order in which it was written, and found by search', async () => {
  const memory = await open('support', { clock: () => 1_000 })
  const first = await memory.runs.log('r1', { role: 'user', name: 'Ada', content: 'Where is my lamp?' })
  await memory.runs.log('r1', { role: 'assistant', content: 'Let me look' })
  await memory.runs.log('r1', 'The lamp is at dock 3')
  await memory.runs.log('r2', 'Another conversation')
  const contents = async (options = {}) => (await memory.runs.window('r1', options)).map(({ content }) => content)
  expect(await contents()).toEqual(['Where is my lamp?', 'Let me look', 'The lamp is at dock 3'])
  expect(await contents({ last: 1 })).toEqual(['The lamp is at dock 3'])
  expect(await contents({ after: first.id })).toEqual(['Let me look', 'The lamp is at dock 3'])
  expect(await contents({ roles: ['user'] })).toEqual(['Where is my lamp?'])
  expect(first).toMatchObject({ kind: 'episodic', scope: { run: 'r1' }, source: { type: 'user', name: 'Ada' } })
  expect((await memory.search('lamp at which dock?'))[0]?.record.content).toBe('The lamp is at dock 3')
  await memory.retract(first.id, 'a slip')
  expect(await contents()).toEqual(['Let me look', 'The lamp is at dock 3'])
  await expect(memory.runs.log('r1', { role: 'user', content: ' ' })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a log that two agents write by turns keeps their order, though the clock of one is an hour slow', async () => {
  const relay = await relayUrl()
  const hour = 3_600_000
  const quick = await open('quick', { relay, clock: () => Date.now() + hour })
  const slow = await open('slow', { relay })
  await quick.runs.log('r1', 'one', { consistency: 'relay' })
  await expect.poll(async () => (await slow.runs.window('r1')).length).toBe(1)
  await slow.runs.log('r1', 'two', { consistency: 'relay' })
  await expect.poll(async () => (await quick.runs.window('r1')).length).toBe(2)
  await quick.runs.log('r1', 'three')
  expect((await quick.runs.window('r1')).map(({ content }) => content)).toEqual(['one', 'two', 'three'])
})

test('what answers is found by its neighbours in its own run, though runs take turns, and what they say is edited or of another day', async () => {
  let now = Date.parse('2026-11-20')
  const memory = await open('support', { clock: () => now++ })
  const asked = await memory.runs.log('r1', 'Which instrument do you play?')
  await memory.runs.log('r2', 'Where do you live?')
  await memory.add('The violin', { run: 'r1', kind: 'episodic', validFrom: '1999-05-01' })
  await memory.runs.log('r2', 'In Lisbon')
  const long = (about: string) => Array.from({ length: 50 }, (_, at) => `${about}${at}`).join(' ')
  for (const about of ['weather', 'garden', 'train']) await memory.runs.log('r1', long(about))
  await memory.update(asked.id, { content: 'Which instrument do you play best?' })
  const hits = await memory.search('which instrument?')
  const nearest = (content: string) => {
    const hit = hits.find(({ record }) => record.content === content)
    return hit?.why.parts.find(({ name }) => name === 'nearest')?.value ?? 0
  }
  expect(nearest('The violin') / nearest('Which instrument do you play best?')).toBeGreaterThan(0.9)
  expect(nearest('In Lisbon')).toBe(0)
})

test('states are versioned, restored, and in no read of records', async () => {
  const memory = await open('support')
  await memory.runs.checkpoint('r1', { step: 1 })
  await memory.runs.checkpoint('r1', { step: 2 })
  expect(await memory.runs.restore('r1', 1)).toMatchObject({ version: 3, state: { step: 1 }, held: true })
  expect((await memory.runs.checkpoints('r1')).map(({ version, state }) => [version, state])).toEqual([
    [1, { step: 1 }],
    [2, { step: 2 }],
    [3, { step: 1 }],
  ])
  expect(await memory.getAll({ scope: 'all' })).toEqual([])
  expect(await memory.facts.list()).toEqual([])
  await expect(memory.runs.restore('r1', 9)).rejects.toMatchObject({ code: 'unknown-record' })
  await expect(memory.runs.checkpoint('r1', () => 1)).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(memory.runs.checkpoint('r1', 'x'.repeat(70_000))).rejects.toMatchObject({ code: 'content-too-large' })
})

test('who resumes a run names the type of its state once', async () => {
  const memory = await open('support')
  await memory.runs.checkpoint('r1', { packed: ['lamp'] })
  const run = await memory.runs.resume<{ packed: string[] }>('r1')
  const state = run.state ?? { packed: [] }
  expect(state.packed.map(each => each.toUpperCase())).toEqual(['LAMP'])
})

test('old versions of a state leave the space once the relay has newer ones', async () => {
  const relay = await relayUrl()
  const memory = await open('support', { relay })
  for (let step = 1; step <= 30; step++) {
    await memory.runs.checkpoint('r1', { step }, { keep: 3, consistency: 'relay' })
  }
  const kept = (await memory.runs.checkpoints('r1')).map(({ version }) => version)
  expect(kept.length).toBeLessThan(15)
  expect(kept.slice(-3)).toEqual([28, 29, 30])
  await memory.sync.flush('relay')
  const other = await open('other', { relay })
  expect(await other.runs.resume('r1')).toMatchObject({ version: 30, state: { step: 30 } })
})

const mayOnlyAppend: RelayOptions['policy'] = {
  version: 1,
  rules: [{ tenant: '*', space: '*', rights: ['discover', 'read', 'append'] }],
}

test.each([
  { rights: 'append', policy: mayOnlyAppend, most: 3 * 7 },
  { rights: 'curate', policy: undefined, most: 12 },
])('with the right to $rights old versions leave after takeovers too, and what is left reads the same', async given => {
  const relay = await relayUrl(given.policy)
  const agents = await Promise.all(['a', 'b', 'c'].map(id => open(id, { relay })))
  let step = 0
  for (const at of [0, 1, 2, 1, 0]) {
    const memory = agents[at]!
    expect((await memory.runs.resume('r1')).state).toEqual(step === 0 ? undefined : { step })
    for (let count = 0; count < 20; count++)
      await memory.runs.checkpoint('r1', { step: ++step }, { keep: 3, consistency: 'relay' })
  }
  const [first] = agents as [Memory]
  await first.sync.flush('relay')
  const kept = await first.runs.checkpoints('r1')
  expect(kept.length).toBeLessThanOrEqual(given.most)
  expect(kept.slice(-3).map(({ version }) => version)).toEqual([98, 99, 100])
  const other = await open('other', { relay })
  expect(await other.runs.resume('r1')).toMatchObject({ version: 100, state: { step: 100 }, forks: [] })
})

test('an agent that was thought dead and writes on is a fork, and learns that the run was taken over', async () => {
  const relay = await relayUrl()
  const frozen = await open('frozen', { relay })
  await frozen.runs.checkpoint('r1', { step: 1 }, { consistency: 'relay' })
  frozen.sync.pause()
  const heir = await open('heir', { relay })
  expect(await heir.runs.resume('r1', { consistency: 'relay' })).toMatchObject({ state: { step: 1 }, term: 2 })
  await frozen.runs.checkpoint('r1', { step: 'lost' })
  frozen.sync.resume()
  await frozen.sync.flush('relay')
  await expect.poll(async () => (await frozen.runs.checkpoints('r1')).map(({ term }) => term).includes(2)).toBe(true)
  await expect(frozen.runs.checkpoint('r1', {})).rejects.toMatchObject({ code: 'taken-over' })
  const third = await open('third', { relay })
  const run = await third.runs.resume('r1')
  expect(run).toMatchObject({ state: { step: 1 }, term: 3, from: { agent: 'heir' } })
  expect(run.forks.map(({ state, author }) => [state, author.agent])).toEqual([[{ step: 'lost' }, 'frozen']])
})

test('a checkpoint that crosses a takeover on its way to the relay is refused when it gets there, and is a fork', async () => {
  const relay = await relayUrl()
  const [first, heir] = [await open('first', { relay }), await open('heir', { relay })]
  await Promise.all([first.sync.flush('relay'), heir.sync.flush('relay')])
  for (let step = 1; step <= 10; step++) {
    const run = `r${step}`
    await first.runs.checkpoint(run, { step }, { consistency: 'relay' })
    await heir.runs.resume(run, { consistency: 'relay' })
    const late = first.runs.checkpoint(run, { step: 'late' }, { consistency: 'relay' })
    await expect(late, run).rejects.toMatchObject({ code: 'taken-over', message: expect.stringContaining('"heir"') })
    expect((await first.runs.checkpoints(run)).map(({ held }) => held)).not.toContain(true)
  }
  const { state, forks } = await heir.runs.resume('r1')
  expect(state).toEqual({ step: 1 })
  expect(forks.every(fork => !fork.held)).toBe(true)
})

test('a run belongs to its user: another user of the space neither sees nor takes its state unless told to', async () => {
  const relay = await relayUrl()
  const forAda = await open('a', { relay, agent: { id: 'a', user: 'ada' } })
  const forBob = await open('b', { relay, agent: { id: 'b', user: 'bob' } })
  await forAda.runs.checkpoint('r1', { secret: true }, { consistency: 'relay' })
  await forAda.runs.log('r1', 'about Ada', { consistency: 'relay' })
  expect(await forBob.runs.resume('r1')).toMatchObject({ state: undefined, version: 0, log: [] })
  expect(await forAda.runs.checkpoint('r1', { secret: 2 })).toMatchObject({ version: 2 })
  const supervisor = await open('s', { relay, agent: { id: 's', user: 'eve' } })
  expect(await supervisor.runs.resume('r1', { scope: 'all' })).toMatchObject({ state: { secret: 2 } })
})

test('two users whose runs have one name have two runs: each has its own versions, all of them', async () => {
  const relay = await relayUrl()
  const forAda = await open('a', { relay, agent: { id: 'bot', user: 'ada' } })
  const forBob = await open('b', { relay, agent: { id: 'bot', user: 'bob' } })
  for (let step = 1; step <= 40; step++) {
    for (const memory of [forAda, forBob]) {
      await memory.getAll({ maxStaleness: 0 })
      const of = memory === forAda ? 'ada' : 'bob'
      const saved = await memory.runs.checkpoint('r1', { of, step }, { keep: 5, consistency: 'relay' })
      expect(saved).toMatchObject({ version: step, term: 1, held: true })
    }
  }
  for (const [memory, of] of [
    [forAda, 'ada'],
    [forBob, 'bob'],
  ] as const) {
    await memory.getAll({ maxStaleness: 0 })
    const states = (await memory.runs.checkpoints('r1')).map(({ state }) => state)
    expect(states.slice(-5)).toEqual([36, 37, 38, 39, 40].map(step => ({ of, step })))
    expect(states.length).toBeLessThan(20)
    expect(await memory.runs.list()).toMatchObject([{ run: 'r1', version: 40, state: { of }, forks: 0 }])
    expect(await memory.runs.resume('r1')).toMatchObject({ state: { of, step: 40 }, term: 2, forks: [] })
  }
})

test('an agent that may curate leaves what another user saved under the same name', async () => {
  const relay = await relayUrl()
  const forAda = await open('a', { relay, agent: { id: 'a', user: 'ada' } })
  const forBob = await open('b', { relay, agent: { id: 'b', user: 'bob' } })
  await forAda.runs.checkpoint('r1', 'of Ada', { consistency: 'relay' })
  await forBob.runs.resume('r1')
  for (let step = 1; step <= 30; step++) await forBob.runs.checkpoint('r1', { step }, { keep: 3, consistency: 'relay' })
  expect((await forBob.runs.checkpoints('r1')).length).toBeLessThan(15)
  expect((await forAda.runs.checkpoints('r1')).map(({ state }) => state)).toEqual(['of Ada'])
})

test('an agent that was open all along resumes from what the relay took a moment ago', async () => {
  const relay = await relayUrl()
  const [first, heir] = [await open('first', { relay }), await open('heir', { relay })]
  await heir.sync.flush('relay')
  for (let step = 1; step <= 20; step++) {
    const run = `r${step}`
    await first.runs.checkpoint(run, { step }, { consistency: 'relay' })
    expect(await heir.runs.resume(run)).toMatchObject({ state: { step }, term: 2, from: { agent: 'first' }, forks: [] })
  }
})

test('list shows every run of a space: who holds it, its version, forks and how much is logged, by user', async () => {
  const relay = await relayUrl()
  const [ada, bob] = [await open('ada', { relay }), await open('bob', { relay })]
  await ada.runs.log('only-said', 'hello', { consistency: 'relay' })
  await ada.runs.checkpoint('a/state', { step: 1 }, { consistency: 'relay' })
  await bob.runs.resume('a/state', { consistency: 'relay' })
  await bob.runs.log('a/state', 'went on')
  await bob.add('said under the run, not logged', { run: 'neither' })
  const shown = (memory: typeof ada) =>
    memory.runs
      .list()
      .then(runs =>
        runs.map(({ run, holder, held, term, version, forks, logged, state }) => [
          ...[run, holder?.agent, held, term, version, forks, logged, state],
        ]),
      )
  const only = ['only-said', undefined, false, 0, 0, 0, 1, undefined]
  await expect.poll(() => shown(bob)).toEqual([['a/state', 'bob', true, 2, 1, 0, 1, { step: 1 }], only])
  await expect.poll(() => shown(ada)).toEqual([['a/state', 'bob', false, 2, 1, 0, 1, { step: 1 }], only])
  const stranger = await open('s', { relay, agent: { id: 's', user: 'eve' } })
  const secret = await open('t', { relay, agent: { id: 't', user: 'tom' } })
  await secret.runs.checkpoint('toms', 1, { consistency: 'relay' })
  await expect.poll(async () => (await stranger.runs.list({ scope: 'all' })).map(({ run }) => run)).toContain('toms')
  expect((await stranger.runs.list()).map(({ run }) => run)).not.toContain('toms')
})

test('resuming waits for the relay that is to be asked, and gives up with its signal', async () => {
  const memory = await open('support', { relay: 'ws://127.0.0.1:9' })
  const signal = AbortSignal.abort(new Error('too long'))
  await expect(memory.runs.resume('r1', { signal })).rejects.toThrow('too long')
  expect(await memory.runs.resume('r1', { offline: true })).toMatchObject({ version: 0, term: 1 })
})
