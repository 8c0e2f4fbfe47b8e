import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { inCausalOrder } from './causal-order'
import { decodeUpdate } from './decode-update'

/** An update of a writer that stands on nobody. */
function updateOf(client: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getArray(`${client}`).push([client])
  return Y.encodeStateAsUpdate(doc)
}

test('structs that do not wait for each other come by client as a number, in whatever order the update holds them', () => {
  for (const clients of [
    [9, 10, 100],
    [100, 10, 9],
    [10, 100, 9],
  ]) {
    const blocks = new Map(clients.map(client => [client, decodeUpdate(updateOf(client)).blocks.get(client)!]))
    expect([...inCausalOrder(blocks)].map(({ id }) => id.client)).toEqual([100, 10, 9])
  }
})
