import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { expect, onTestFinished, test, vi } from 'vitest'
import { playThrough } from '../../apps/demos/src/command/play-through'
import { openRun } from '../../apps/demos/src/run/open-run'
import type { Scene } from '../../apps/demos/src/run/run'
import { worlds } from '../../apps/demos/src/worlds'
import { careTeam } from '../../apps/demos/src/worlds/care-team'
import { codingTeam } from '../../apps/demos/src/worlds/coding-team'
import { customerService } from '../../apps/demos/src/worlds/customer-service'
import type { World } from '../../apps/demos/src/worlds/world'
import { worldRules } from '../../apps/demos/src/worlds/world-rules'

/** Plays a world and keeps the scene after every step, by its short name. */
async function play(world: World) {
  const scenes = new Map<string, Scene>()
  const { scene } = await playThrough(world, at => scenes.set(world.steps[at.step - 1]!.short, at))
  const figures = Object.fromEntries(scene.figures.map(each => [each.label, [each.with, each.without]]))
  const reads = (step: string, agent: string, key: string) =>
    scenes.get(step)!.views[agent]!.facts[key]?.sides.map(({ value }) => value) ?? []
  const texts = (step: string, agent: string) =>
    scenes.get(step)!.views[agent]!.rows.flatMap(row => (row.isHeld ? [] : [row.text]))
  return { world, figures, reads, texts, scene }
}

const everyAgent = (world: World) => world.members.map(({ id }) => id)

test('customer service: known everywhere or nowhere else, three calls, a conflict that nobody lost', async () => {
  const { world, figures, reads, texts, scene } = await play(customerService)
  expect(figures).toEqual({
    'Tool calls': [3, 6],
    // The same at every playing: ids are made of the story's own numbers.
    'Tokens read to answer': [267, 2621],
    'Agents holding the card': [1, 4],
    'Claims overwritten unseen': [0, 1],
  })
  expect(scene.acts.find(({ verb }) => verb === 'whoKnows')).toHaveProperty('answer.0', 'billing')
  expect(scene.acts.find(({ verb }) => verb === 'knock')?.answer).toBe('unknown-room')
  expect(reads('Scan', 'fulfilment', 'order/42/status')).toEqual(['shipped'])
  for (const agent of everyAgent(world)) {
    expect(reads('Plan', agent, 'customer/ada/plan')).toEqual(['annual'])
    expect(reads('Conflict', agent, 'order/42/status').sort()).toEqual(['processing', 'shipped'])
    expect(reads('Resolve', agent, 'order/42/status')).toEqual(['shipped'])
    expect(texts('Answer', agent).includes('Ada pays by card ending 4417')).toBe(agent === 'billing')
  }
})

test('coding team: a retired module is not rebuilt, an invented format reaches nobody', async () => {
  const { world, figures, reads, texts } = await play(codingTeam)
  expect(figures).toMatchObject({
    'Files built for a retired module': [0, 3],
    'Tokens read to answer': [284, 2294],
    'Agents given the invented format': [0, 2],
    'Tool calls': [2, 5],
    'Claims overwritten unseen': [0, 1],
  })
  for (const agent of everyAgent(world)) {
    expect(texts('Stop', agent).filter(text => text.startsWith('Built'))).toEqual(['Built payments-v1/client.ts'])
    expect(reads('Invention', agent, 'api/charges/amount')).toEqual([])
    expect(texts('Refute', agent).filter(text => text.startsWith('payments-v2'))).toEqual([])
    expect(reads('Correct', agent, 'api/charges/amount')).toEqual(['an integer, in cents'])
    expect(texts('Correct', agent)).toContain('payments-v2/client.ts sends amounts in cents')
    expect(reads('Conflict', agent, 'release/1.8').sort()).toEqual(['go', 'wait'])
    expect(reads('Settle', agent, 'release/1.8')).toEqual(['go'])
  }
})

test('care team: a refuted finding takes with it what was built on it, and the record knows what held when', async () => {
  const { world, figures, reads, texts } = await play(careTeam)
  expect(figures).toMatchObject({
    'Records built on a refuted finding': [0, 5],
    'Tokens read to answer': [262, 1731],
    'Agents holding the confidence': [1, 4],
    'Claims overwritten unseen': [0, 1],
    'Creatinine as of 08:30': [88, undefined],
    'Creatinine now': [91, undefined],
  })
  const built = ['Pause ramipril: the kidneys are failing', 'Stop metformin: creatinine above 150']
  for (const agent of everyAgent(world)) {
    expect(reads('Finding', agent, 'p107/creatinine')).toEqual(['88'])
    expect(reads('Verify', agent, 'p107/creatinine')).toEqual(['212'])
    expect(texts('Build on it', agent)).toEqual(expect.arrayContaining(built))
    expect(reads('Build on it', agent, 'p107/plan/ramipril')).toEqual(['pause'])
    expect(reads('Conflict', agent, 'p107/allergy/penicillin').sort()).toEqual(['none', 'severe'])
    expect(texts('Refute', agent).filter(text => built.includes(text))).toEqual([])
    expect(reads('Refute', agent, 'p107/plan/ramipril')).toEqual(['continue'])
    expect(reads('Refute', agent, 'p107/creatinine')).toEqual(['88'])
  }
})

test.each(worlds)(
  '$id, without a network: an agent is taken away and comes back, two disagree as often as asked',
  async world => {
    const relay = await startLoopbackRelay({ policy: { version: 1, rules: worldRules } })
    onTestFinished(() => relay.close())
    const run = await openRun(world, { relay: 'ws://loopback', openSocket: relay.openSocket, name: 'test' })
    onTestFinished(() => run.close())
    await run.step()
    const away = await run.setAway(world.away, true)
    expect(Object.entries(away.views).filter(([, view]) => !view.isOnline)).toHaveLength(1)
    await run.dispute()
    const { views } = await run.dispute()
    const { key, sides } = world.dispute
    for (const view of Object.values(views)) {
      expect(view).toMatchObject({ isOnline: true, pending: 0 })
      expect(view.facts[key]?.sides.map(({ author }) => author).sort()).toEqual(sides.map(([author]) => author).sort())
      expect(view.facts[key]?.sides.map(({ value }) => value)).toContain(`${sides[0][1]} (2)`)
    }
  },
)

const deeds = worlds.flatMap(world => [3, 7, 8, 10].map(at => [world.id, at, world] as const))

test.each(deeds)(
  '%s plays to its end, though a person takes an agent away, or brings it back, after step %i',
  async (_, at, world) => {
    const relay = await startLoopbackRelay({ policy: { version: 1, rules: worldRules } })
    onTestFinished(() => relay.close())
    const run = await openRun(world, { relay: 'ws://loopback', openSocket: relay.openSocket, name: 'test' })
    onTestFinished(() => run.close())
    while (run.next) {
      await run.step()
      if (run.played === at) await run.setAway(world.away, !run.isAway(world.away))
    }
    expect(run.played).toBe(world.steps.length)
  },
)

test('an agent that a person took away comes back for the step that needs what it wrote, and the story says so', async () => {
  const relay = await startLoopbackRelay({ policy: { version: 1, rules: worldRules } })
  onTestFinished(() => relay.close())
  const run = await openRun(codingTeam, { relay: 'ws://loopback', openSocket: relay.openSocket, name: 'test' })
  onTestFinished(() => run.close())
  while (run.played < 6) await run.step()
  await run.setAway('coder', true)
  const alone = await run.step()
  expect(alone.views.coder?.isOnline).toBe(false)
  const together = await run.step()
  expect(together.views.coder?.isOnline).toBe(true)
  expect(together.deed).toBe('coder came back: this step needs what it wrote.')
})

test('a relay that does not answer is named', async () => {
  const silent = () => ({
    binaryType: '',
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send() {},
    close() {},
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const opening = openRun(careTeam, { relay: 'ws://nowhere', openSocket: silent, name: 'test' })
  const failed = expect(opening).rejects.toThrow('hears nothing from the relay at ws://nowhere')
  await vi.advanceTimersByTimeAsync(20_000)
  await failed
})
