import { expect, test } from 'vitest'
import { packetLines } from './packet-lines'

test('what frames a packet, what it tells and what is in conflict are told apart', () => {
  const text = '<memory>\n{"cite":"a","text":"\\"conflict\\":[ is quoted"}\n{"cite":"b","conflict":[]}\n</memory>'
  expect(packetLines(text).map(({ kind }) => kind)).toEqual(['frame', 'item', 'conflict', 'frame'])
  expect(packetLines(text)[0]).toEqual({ kind: 'frame', length: 8 })
})
