import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeUpdate } from './decode-update'
import { docOf, histories, play, stateOf } from './documents.fixture'
import { encodeUpdate } from './encode-update'
import { noUpdate } from './no-update'
import { item } from './raw-update.fixture'

describe('encodeUpdate', () => {
  test('cutting off what a document knows gives it the same as the whole', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, since) => {
        const { docs, log } = play(history)
        const base = log.slice(0, since % log.length || 1)
        const known = Y.decodeStateVector(Y.encodeStateVector(docOf(base, history.gc).doc))
        const { blocks, deletes } = decodeUpdate(Y.encodeStateAsUpdate(docs[0]!))
        const fresh = [...blocks].map(([client, structs]) => {
          const from = Math.max(known.get(client) ?? 0, structs[0]!.id.clock)
          return { client, from, structs: structs.filter(({ id, length }) => id.clock + length > from) }
        })
        const cut = docOf([...base, encodeUpdate(fresh, deletes)], history.gc)
        expect(stateOf(cut.doc)).toEqual(stateOf(docOf([...base, Y.encodeStateAsUpdate(docs[0]!)], history.gc).doc))
      }),
      { numRuns: 60 },
    )
  })

  test('writes a gap between structs as a Skip', () => {
    const structs = [item(7, 0, ['a']), item(7, 5, ['b'])]
    const { blocks } = decodeUpdate(encodeUpdate([{ client: 7, from: 0, structs }], new Map()))
    expect(blocks.get(7)!.map(struct => [struct.constructor, struct.id.clock, struct.length])).toEqual([
      [Y.Item, 0, 1],
      [Y.Skip, 1, 4],
      [Y.Item, 5, 1],
    ])
  })

  test('leaves out what is empty', () => {
    expect(encodeUpdate([{ client: 7, from: 0, structs: [] }], new Map([[7, []]]))).toEqual(noUpdate)
  })
})
