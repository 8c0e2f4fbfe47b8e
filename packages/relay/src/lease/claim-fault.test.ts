import { defaultLimits } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import type { Effect } from '../room/effect'
import { joinRoom } from '../room/join'
import { createRoom } from '../room/room'
import { updateRoom } from '../room/update'
import { Writer } from '../server/raw-client.fixture'
import { acquireLease, leaseStored } from './acquire'

test('LS11 a claimed write must supersede what stands beside a deleted entry, and not what is deleted', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const joiner = { id: 1, agent: 'ada', user: '', rights: new Set(['read', 'append'] as const) }
  joinRoom(room, joiner, { request: 1, ids: [101, 102], epoch: '', vector: new Map(), deletesDigest: 0 })
  acquireLease(room, 1, { request: 1, key: 'key', holder: 1, ttlMs: 1000 }, defaultLimits)
  leaseStored(room, 1)
  let seq = 0
  const send = (update: Uint8Array, isClaimed = false): readonly Effect[] => {
    const lease = isClaimed ? { epoch: 'e', number: 1 } : null
    return updateRoom(room, 1, { seq: ++seq, codec: 0, lease, update }, defaultLimits)
  }
  const array = `w/${(101).toString(36)}/0`
  const old = new Writer(101)
  send(old.push('before', 'deleted', 'after'))
  expect(send(old.change(doc => doc.getArray(array).delete(1)))).toMatchObject([{ type: 'append' }])
  const claimed = (parents: readonly number[]) =>
    new Writer(102).change(doc => doc.getArray(`w/${(102).toString(36)}/0`).push([['key', parents, 'claimed']]))
  const refuses = (parents: readonly number[]) => {
    const [effect] = send(claimed(parents), true)
    room.members.get(1)!.isBlocked = false
    return effect?.type === 'refused' && effect.code === 'not-current'
  }
  expect(refuses([101, 0])).toBe(true)
  expect(refuses([101, 2])).toBe(true)
  expect(refuses([101, 0, 101, 2])).toBe(false)
})
