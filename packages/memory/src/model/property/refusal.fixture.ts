import * as Y from 'yjs'
import { type Dot, sameDot } from '../dot'
import type { Entry, NewEntry } from '../entry'
import { appendEntries, appendHole } from '../write'
import type { Random } from './random.fixture'
import { keys, loaded, type Replica } from './replica.fixture'

/**
 * A replica writes a few times, and one of the writes is refused: its document is rebuilt from what it was, with a hole
 * in place of the refused write, and the later writes at their old dots, naming what the refused one named.
 *
 * @returns the entries that remain
 */
export function refuseOne(replica: Replica, parentsIn: (key: string) => Dot[], random: Random): Entry[] | undefined {
  if (replica.doc.store.pendingStructs) return undefined
  const before = replica.state()
  const writes: Entry[][] = []
  for (let left = 1 + random.int(4); left > 0; left--) {
    const entries: NewEntry[] = Array.from({ length: 1 + random.int(2) }, () => {
      const key = random.pick(keys)
      return { key, parents: parentsIn(key), payload: 'in doubt' }
    })
    const { dots } = appendEntries(replica.doc, replica.client, entries)
    writes.push(entries.map((entry, i) => ({ ...entry, dot: dots[i]! })))
  }
  const refused = writes[random.int(writes.length)]!
  const doc = loaded(random, before)
  const kept: Entry[] = []
  for (const write of writes) {
    if (write === refused) {
      replica.out.push(appendHole(doc, replica.client, write.length))
      continue
    }
    const entries = write.map(entry => ({ ...entry, parents: contracted(entry.parents, refused) }))
    const { update, dots } = appendEntries(doc, replica.client, entries)
    replica.out.push(update)
    if (!dots.every((dot, i) => sameDot(dot, entries[i]!.dot))) throw new Error('a later write lost its dot')
    kept.push(...entries)
  }
  replica.replace(doc)
  if (Y.getState(doc.store, replica.client) === 0) throw new Error('the hole took no clocks')
  return kept
}

function contracted(parents: readonly Dot[], refused: readonly Entry[]): Dot[] {
  return parents.flatMap(parent => {
    const gone = refused.find(({ dot }) => sameDot(dot, parent))
    return gone === undefined ? [parent] : contracted(gone.parents, refused)
  })
}
