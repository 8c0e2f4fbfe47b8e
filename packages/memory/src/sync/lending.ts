import * as Y from 'yjs'
import { applyAll, applyInSteps } from './apply'
import type { Author } from './journal-codec'
import { lentOrigin } from './origins'
import type { ReplicaCore } from './replica-core'

/** What one replica gives another of the same agent on the same device: a part of its document, and who wrote it. */
export interface Loan {
  readonly updates: readonly Uint8Array[]
  readonly authors: readonly (readonly [client: number, author: Author])[]
}

/** What a replica holds and another lacks, by that one's state vector, all without one; deletes always come along. */
export async function lend(core: ReplicaCore, vector?: Uint8Array): Promise<Loan> {
  const { journal, doc } = core
  const authors = [...journal.bindings]
  // A new store lacks everything: pieces from the disk hold the loop for less long than one update of it all.
  if (vector && Y.decodeStateVector(vector).size > 0) return { updates: [Y.encodeStateAsUpdate(doc, vector)], authors }
  const base = await core.enqueue(() => journal.readBase())
  return { updates: [...base, ...journal.outbox.map(({ update }) => update)], authors }
}

/**
 * Shows what another replica of this agent lent. It is in the document like what the relay gives, but neither on disk nor
 * sent: whoever wrote it has it on this device's disk and brings it to the relay, which then gives it to this replica too.
 */
export async function borrow(core: ReplicaCore, { updates, authors }: Loan): Promise<void> {
  const { journal, options } = core
  const unknown = authors.filter(([client]) => !journal.bindings.has(client))
  if (unknown.length > 0) {
    journal.commit(batch => {
      for (const [client, author] of unknown) batch.bind(client, author)
    })
  }
  await applyInSteps(core.doc, updates, options.pause, lentOrigin)
  core.mayBorrow = true
  core.status.touch()
}

/** Puts the document on what this replica holds itself: what was lent is not there any more where it came from. */
export function giveBack(core: ReplicaCore): void {
  core.enqueue(async () => {
    const { journal, options } = core
    const base = await journal.readBase()
    if (core.end) return
    const doc = options.createDoc()
    const { client } = journal.meta
    const hole = journal.holes.get(client)
    applyAll(doc, [...base, ...journal.outbox.map(({ update }) => update), ...(hole ? [hole] : [])])
    doc.clientID = client
    core.doc = doc
    core.documents.emit(doc)
    core.status.touch()
  })
}
