import { expect, test } from 'vitest'
import { joinRoom } from './join'
import { leaveRoom } from './leave'
import { createRoom } from './room'

test('ID3 an id that nobody wrote with is free for anybody once the channel that held it has left', () => {
  const room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
  const join = (id: number, agent: string) =>
    joinRoom(
      room,
      { id, agent, user: '', rights: new Set(['read', 'append'] as const) },
      { request: 1, ids: [101], epoch: '', vector: new Map(), deletesDigest: 0 },
    )
  expect(join(1, 'ada')).toMatchObject([{ type: 'joined', taken: [] }])
  expect(join(2, 'bob')).toMatchObject([{ type: 'joined', taken: [101] }])
  leaveRoom(room, 2)
  expect(room.holders.get(101)?.id).toBe(1)
  leaveRoom(room, 1)
  expect(join(2, 'bob')).toMatchObject([{ type: 'joined', taken: [] }])
})
