import type { Binding } from '@commonplace/protocol'
import * as Y from 'yjs'
import type { ReplicaCore } from './replica-core'

/**
 * Takes in who writes under which ids. As a rule that comes before what they wrote; where it says otherwise of what is here, such as of
 * entries that were imported, those are told, since they are judged by it.
 */
export function learnBindings({ journal, doc, receptions }: ReplicaCore, bindings: readonly Binding[]): void {
  const changed = bindings.filter(({ client, agent, user }) => {
    const known = journal.bindings.get(client)
    return known?.agent !== agent || known.user !== user
  })
  if (changed.length === 0) return
  journal.commit(batch => {
    for (const { client, ...author } of changed) batch.bind(client, author)
  })
  const dots = changed.flatMap(({ client }) =>
    Array.from({ length: Y.getState(doc.store, client) }, (_, clock) => ({ client, clock })),
  )
  if (dots.length > 0) receptions.known.emit(dots)
}
