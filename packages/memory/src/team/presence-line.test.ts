import { expect, test } from 'vitest'
import { topologies } from '../space/topology'
import type { PeerPresence } from '../sync'
import { PresenceLine, type PresenceLineOptions } from './presence-line'
import { beatMs, type Shown, shownToBytes } from './shown'

/** A line that hears what the test says, by a clock and with timers that the test moves. */
function line() {
  const peers = new Map<number, PeerPresence>()
  const lane = { peers, onChange: (_: number) => {}, show: () => {} }
  const space: { open: object | undefined } = { open: { visibility: 'shared', replica: {} } }
  const at = { now: 0, told: 0, beat: 0 }
  let follow = () => {}
  const options = {
    core: {
      identity: { agent: 'ada', user: '' },
      topology: topologies.hybrid,
      pool: { get: () => space.open },
      timers: { set: () => 0, clear: () => {} },
      now: () => at.now,
      onClose: () => {},
      onSyncChange: (listener: () => void) => {
        follow = listener
      },
    },
    connection: { isAttached: () => true, presence: () => lane },
    shown: () => undefined,
    onChange: () => {
      at.told++
    },
  }
  const presence = new PresenceLine(options as unknown as PresenceLineOptions)
  at.told = 0
  const say = (client: number, agent: string, state: Uint8Array) => {
    if (state.length > 0) peers.set(client, { client, agent, user: '', state })
    else peers.delete(client)
    lane.onChange(client)
  }
  return {
    at,
    say,
    presence,
    beat: (client: number, agent: string, shown: Omit<Shown, 'beatMs'> = {}) =>
      say(client, agent, shownToBytes({ beatMs, ...shown }, ++at.beat)),
    close: () => {
      space.open = undefined
      follow()
    },
  }
}

test('a beat that says nothing new tells nobody; what somebody shows anew does', () => {
  const { at, beat, presence } = line()
  for (let client = 0; client < 100; client++) beat(client, `agent ${client}`, { state: { n: client } })
  expect([at.told, presence.peers().length]).toEqual([100, 100])
  for (let client = 0; client < 100; client++) beat(client, `agent ${client}`, { state: { n: client } })
  expect(at.told).toBe(100)
  beat(7, 'agent 7', { state: 'done' })
  beat(7, 'agent 7', { working: { task: 'order 42' } })
  expect(at.told).toBe(102)
  expect(presence.peers().find(({ agent }) => agent === 'agent 7')).toEqual({
    agent: 'agent 7',
    working: { task: 'order 42' },
  })
})

test('who is silent for three beats is gone, and told of when it speaks again', () => {
  const { at, beat, presence } = line()
  beat(1, 'bob')
  at.now = 3 * beatMs
  expect(presence.peers()).toEqual([{ agent: 'bob' }])
  at.now++
  expect(presence.peers()).toEqual([])
  beat(1, 'bob')
  expect([at.told, presence.peers()]).toEqual([2, [{ agent: 'bob' }]])
})

test('who takes back what it shows is gone, and so are all once the space is closed; this agent and other programs are nobody', () => {
  const { at, beat, say, presence, close } = line()
  beat(3, 'carl')
  beat(2, 'bob')
  beat(1, 'ada')
  say(4, 'editor', new TextEncoder().encode('{"cursor":1}'))
  say(5, 'editor', new TextEncoder().encode('5'))
  expect(presence.peers()).toEqual([{ agent: 'bob' }, { agent: 'carl' }])
  say(2, 'bob', new Uint8Array())
  expect(presence.peers()).toEqual([{ agent: 'carl' }])
  const { told } = at
  close()
  expect([presence.peers(), at.told]).toEqual([[], told + 1])
})
