import { expect, test } from 'vitest'
import type { Core } from './core'
import { Events } from './events'
import { HandTimers } from './sync/fake-relay-socket.fixture'
import { SyncVerbs } from './sync-verbs'

/** The status of so many spaces, all synced. */
function verbsOver(spaces: number) {
  const timers = new HandTimers()
  const listeners: (() => void)[] = []
  const status = { value: { state: 'live', pending: 0, refused: [], borrowed: false, synced: true } }
  let made = 0
  const core = {
    events: new Events(),
    identity: { agent: 'ada' },
    artifacts: { unsent: 0 },
    get clock() {
      made++
      return { skewMs: 0 }
    },
    timers,
    pool: { loaded: () => Array.from({ length: spaces }, (_, at) => ({ name: `s${at}`, replica: { status } })) },
    onSyncChange: (listener: () => void) => listeners.push(listener),
  } as unknown as Core
  const { status: told } = new SyncVerbs(core)
  const change = () => {
    for (const listener of listeners) listener()
  }
  return { told, timers, change, made: () => made }
}

test('who listens to the status of few spaces is told a microtask after a change', async () => {
  const { told, change } = verbsOver(100)
  let heard = 0
  told.subscribe(() => heard++)
  change()
  change()
  await Promise.resolve()
  expect(heard).toBe(2)
})

test('that of many is made anew for who listens after a while only, however much changes, and for who looks at once', async () => {
  const { told, timers, change, made } = verbsOver(1000)
  const heard: object[] = []
  told.subscribe(status => heard.push(status))
  for (let at = 0; at < 1000; at++) {
    change()
    await Promise.resolve()
  }
  timers.pass(49)
  expect([heard.length, made()]).toEqual([1, 1])
  timers.pass(1)
  expect([heard.length, made()]).toEqual([2, 2])
  expect(told.value).toBe(heard[1])
  change()
  expect(told.value).not.toBe(heard[1])
})
