import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { remoteAgentOfTest } from '../fixtures/agents-of-test'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
const { open } = team

const stateOf = async (memory: Memory, id: string) => (await memory.work.tasks.get(id))?.state

test('a task is claimed by one, done, reopened and accepted by another', async () => {
  const [ada, bob] = [await open('ada'), await open('bob')]
  await ada.work.tasks.add('report', { details: { pages: 3 } })
  await expect.poll(() => stateOf(bob, 'report')).toBe('open')
  expect(await bob.work.tasks.add('report', { details: 'other' })).toMatchObject({
    details: { pages: 3 },
    addedBy: 'ada',
  })
  const held = await bob.work.tasks.claim('report')
  expect(await ada.work.tasks.claim('report', { wait: false })).toBeUndefined()
  await expect.poll(() => ada.work.tasks.list({ state: 'claimed' })).toMatchObject([{ id: 'report', claimedBy: 'bob' }])
  const next = ada.work.tasks.claim('report')
  await held.done({ file: 'a.md' })
  await expect(next).rejects.toMatchObject({ code: 'not-current' })
  await expect(bob.work.tasks.accept('report')).rejects.toMatchObject({ code: 'forbidden' })
  expect(await ada.work.tasks.reopen('report', 'no figures')).toMatchObject({ state: 'open', outcomes: [] })
  await expect.poll(() => stateOf(bob, 'report')).toBe('open')
  const again = await bob.work.tasks.claim('report')
  expect(again.token.number).toBeGreaterThan(held.token.number)
  await again.done({ file: 'b.md' })
  await expect.poll(() => stateOf(ada, 'report')).toBe('done')
  await ada.work.tasks.accept('report')
  await expect
    .poll(() => bob.work.tasks.list())
    .toMatchObject([
      {
        state: 'accepted',
        acceptedBy: 'ada',
        outcomes: [{ agent: 'bob', result: { file: 'b.md' } }],
        reopened: [{ agent: 'ada', reason: 'no figures' }],
      },
    ])
  await expect(ada.work.tasks.add('x', null as never)).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(ada.work.tasks.claim('unknown')).rejects.toMatchObject({ code: 'unknown-record' })
})

test('a holder that is cut off loses the task after its lease; if both finish it, one outcome counts everywhere', async () => {
  const [ada, bob] = [await open('ada'), await open('bob')]
  await ada.work.tasks.add('report')
  await expect.poll(() => stateOf(bob, 'report')).toBe('open')
  const first = await ada.work.tasks.claim('report', { lease: 1500 })
  await expect.poll(() => stateOf(bob, 'report')).toBe('claimed')
  ada.sync.pause()
  await expect.poll(() => stateOf(bob, 'report')).toBe('open')
  const second = await bob.work.tasks.claim('report')
  bob.sync.pause()
  await second.done('of Bob')
  await expect.poll(() => first.lost.aborted).toBe(true)
  expect(await first.done('of Ada')).toMatchObject({ state: 'done', outcomes: [{ result: 'of Ada' }] })
  ada.sync.resume()
  bob.sync.resume()
  for (const memory of [ada, bob]) {
    await expect
      .poll(async () => (await memory.work.tasks.get('report'))?.outcomes.map(({ result }) => result))
      .toEqual(['of Bob', 'of Ada'])
  }
})

test('a holder that is killed costs its lease: the task is open again, and the next who claims it finishes it', async () => {
  const bob = await open('bob')
  const ada = await remoteAgentOfTest({ agent: { id: 'ada' }, relay: team.relay.url })
  await ada.call('work.tasks.add', 'report')
  await ada.call('work.tasks.claim', 'report', { lease: 1000 })
  await expect.poll(() => stateOf(bob, 'report')).toBe('claimed')
  expect(await bob.work.tasks.claim('report', { wait: false })).toBeUndefined()
  await ada.kill()
  const held = await bob.work.tasks.claim('report')
  expect(await held.done('of Bob')).toMatchObject({ state: 'done', outcomes: [{ agent: 'bob', result: 'of Bob' }] })
  // A read with a bound brings a replica up to what the relay has.
  const eve = await open('eve')
  await eve.getAll({ maxStaleness: 0 })
  expect(await stateOf(eve, 'report')).toBe('done')
})

test('what a task came to is a claimed write: the relay has it when done resolves', async () => {
  const ada = await open('ada')
  await ada.work.tasks.add('report')
  const held = await ada.work.tasks.claim('report')
  await ada.sync.flush('relay')
  await held.done('of Ada')
  // Only the mark of who had it, which is struck out, may be on its way.
  expect(ada.sync.status.value.pending).toBeLessThanOrEqual(1)
})
