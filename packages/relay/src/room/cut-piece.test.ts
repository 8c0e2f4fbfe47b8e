import { decodeUpdate, encodeUpdate, mergeUpdates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { Writer } from '../server/raw-client.fixture'
import { cutPiece } from './cut-piece'

const writers = [new Writer(101), new Writer(2 ** 52 + 2)]
// Runs of several entries in one struct among them.
const bytes = mergeUpdates(
  Array.from({ length: 40 }, (_, index) => writers[index % 2]!.push(...Array(1 + (index % 3)).fill(`${index}`))),
)
const ends = decodeUpdate(bytes).blocks
const endOf = (client: number) => ends.get(client)!.at(-1)!.id.clock + ends.get(client)!.at(-1)!.length

test('JN19 a piece is cut at any clock to what lies beyond, with its deletes', () => {
  const deletes = new Map([[101, [[0, 1]] as [number, number][]]])
  for (let clock = 0; clock <= endOf(101); clock++) {
    const vector = new Map([[101, clock]])
    const left = [...ends].flatMap(([client, all]) => {
      const have = vector.get(client) ?? 0
      const structs = all.filter(struct => struct.id.clock + struct.length > have)
      return structs[0] ? [{ client, from: Math.max(have, structs[0].id.clock), structs }] : []
    })
    const whole = mergeUpdates([bytes, encodeUpdate([], deletes)])
    expect(cutPiece({ bytes: whole, deletes }, vector), `clock ${clock}`).toEqual(encodeUpdate(left, deletes))
  }
})
