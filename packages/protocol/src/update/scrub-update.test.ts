import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { SeededRandom } from '../testing/seeded-random'
import { mergeUpdates } from './merge-updates'
import { scrubUpdate } from './scrub-update'

function documentOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

const textOf = (doc: Y.Doc) => ['w/1/0', 'w/2/0'].map(name => doc.getArray(name).toJSON())

test('a scrubbed update makes the same document, and holds no content of what is deleted', () => {
  const seed = 20261125
  const { next: random } = new SeededRandom(seed)
  for (let run = 0; run < 200; run++) {
    const [a, b] = [new Y.Doc(), new Y.Doc()]
    a.clientID = 1
    b.clientID = 2
    const updates: Uint8Array[] = []
    for (const doc of [a, b]) doc.on('update', update => updates.push(update))
    for (let n = 0; n < 12; n++) {
      const doc = random() < 0.5 ? a : b
      const entry = [`f/${doc.clientID}`, [], `${n}${random() < 0.3 ? ' SECRET' : ' plain'}`]
      doc.getArray(`w/${doc.clientID}/0`).push(random() < 0.3 ? [entry, [...entry, 'odd']] : [entry])
    }
    const pieces = [mergeUpdates(updates.slice(0, 6)), mergeUpdates(updates.slice(6))]
    const whole = documentOf(pieces)
    whole.transact(() => {
      for (const name of ['w/1/0', 'w/2/0']) {
        const array = whole.getArray(name)
        for (let at = array.length - 1; at >= 0; at--) {
          if (JSON.stringify(array.get(at)).includes('SECRET')) array.delete(at)
        }
      }
    })
    const deletes = new Map(
      [...Y.createDeleteSetFromStructStore(whole.store).clients].map(([client, ranges]) => [
        client,
        ranges.map(({ clock, len }) => [clock, clock + len] as const),
      ]),
    )
    const scrubbed = pieces.map(piece => scrubUpdate(piece, deletes))
    const again = documentOf(scrubbed)
    expect(textOf(again), `seed ${seed}, run ${run}`).toEqual(textOf(whole))
    expect(Y.encodeStateVector(again)).toEqual(Y.encodeStateVector(whole))
    expect(Buffer.concat(scrubbed).toString('latin1')).not.toContain('SECRET')
    expect(scrubbed.map(piece => scrubUpdate(piece, deletes))).toEqual(scrubbed)
  }
})
