import { stringToDot } from '../model'
import { offersOf } from './offer'
import { type RebuildCause, type Rebuilt, rebuild } from './rebuild'
import { refusalOf } from './refusal'
import type { ReplicaCore } from './replica-core'

/** Puts what is not acknowledged on its base anew; `rebuilt` is told once that is on disk. */
export function rebuildJournal(core: ReplicaCore, cause: RebuildCause): void {
  core.enqueue(async () => {
    const { journal, options } = core
    const base = await journal.readBase()
    if (core.end) return
    // From here on nothing waits: writes made while the base was read are in the outbox, later ones see the new one.
    const rebuilt = rebuild({
      doc: options.createDoc(),
      base,
      outbox: journal.outbox,
      holes: journal.holes,
      client: journal.meta.client,
      cause,
      randomClientId: () => journal.meta.spare || options.randomClientId(),
      onBase: doc => journal.base.measure(doc),
    })
    const durable = store(core, rebuilt)
    core.doc = rebuilt.doc
    announce(core, rebuilt)
    await durable
    core.dispatch({ type: 'rebuilt' })
  })
}

/** One commit, on disk before the next join: what is parked, what changed, which id is used. */
function store({ journal, options }: ReplicaCore, rebuilt: Rebuilt): Promise<void> {
  const { client, outbox, parked, dropped, holes, moved } = rebuilt
  const before = new Map(journal.outbox.map(record => [record.n, record]))
  const staying = new Set(outbox.map(({ n }) => n))
  return journal.commit(batch => {
    batch.dropWrites(new Set([...before.keys()].filter(n => !staying.has(n))))
    for (const record of outbox) if (before.get(record.n) !== record) batch.putWrite(record)
    for (const record of [...parked, ...dropped]) batch.park(record)
    for (const old of [...journal.holes.keys()]) if (!holes.has(old)) batch.setHole(old, null)
    for (const [each, hole] of holes) batch.setHole(each, hole)
    for (const [old, dot] of moved) batch.move(stringToDot(old)!, dot)
    batch.addOwn(client)
    batch.bind(client, options.agent)
    batch.setMeta({ client, spare: client === journal.meta.spare ? 0 : journal.meta.spare })
  })
}

function announce(core: ReplicaCore, { doc, client, parked, dropped, done, moved }: Rebuilt): void {
  doc.clientID = client
  core.writes.move(moved)
  core.acknowledge(done)
  core.documents.emit(doc)
  if (moved.size > 0) core.moves.emit(moved)
  for (const each of [...parked, ...dropped]) core.refuse(refusalOf(each))
}

/** Reads what the base has under these ids, to be offered to a relay whose log went back in time. */
export function loadOffers(core: ReplicaCore, clients: readonly number[]): void {
  core.enqueue(async () => {
    const base = await core.journal.readBase()
    if (core.end) return
    const updates = offersOf(base, new Set(clients), core.session.limits)
    core.dispatch({ type: 'offers', updates })
  })
}
