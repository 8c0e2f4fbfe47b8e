import { applyInSteps } from './apply'
import { Journal, type JournalListener } from './journal'
import { ReplicaCore, type ReplicaOptions } from './replica-core'
import { storageError, unreadable } from './replica-errors'
import { tidyBase } from './tidy-base'

/**
 * Reads a space from its journal: the base, what is still to be sent, and the client id to write under from now on.
 *
 * @throws SyncError `damaged` or `newer`; StorageError
 */
export async function openCore(options: ReplicaOptions): Promise<ReplicaCore> {
  let core: ReplicaCore | undefined
  const listener = {
    onDurable: () => core?.dispatch({ type: 'written' }),
    onFailure: (cause: unknown) => core?.stop(storageError(core.name, cause)),
  }
  const { journal, doc, client } = await read(options, listener).catch(cause => {
    throw unreadable(`space ${options.name}`, cause)
  })
  const { spare } = journal.meta
  const written = journal.commit(batch => {
    // Until the next clean close this id is burned, and nobody writes behind another one's hole.
    const { restore, stranded } = journal.meta
    batch.setMeta({
      clean: false,
      // Of what an earlier session left nobody knows whether it was on its way.
      sentUpTo: journal.meta.sentUpTo ?? journal.meta.n,
      client,
      spare: client === spare ? 0 : spare,
      restore: [...restore, ...stranded],
      stranded: [],
    })
    batch.addOwn(client)
    batch.bind(client, options.agent)
    for (const other of [...journal.holes.keys()]) if (other !== client) batch.setHole(other, null)
  })
  core = new ReplicaCore(options, journal, doc)
  // On a full disk a space can be read at least. What is written lies behind this commit, and is sent once it is on the disk.
  await Promise.race([written, options.waits ?? written])
  tidyBase(core)
  return core
}

async function read(options: ReplicaOptions, listener: JournalListener) {
  const { journal, updates } = await Journal.load(options.storage, options.prefix, listener, options.pause)
  const doc = options.createDoc()
  await applyInSteps(doc, updates, options.pause)
  journal.base.measure(doc)
  const { clean, client: last, spare } = journal.meta
  const client = clean && last !== 0 ? last : spare || options.randomClientId()
  const hole = journal.holes.get(client)
  const unsent = journal.outbox.map(({ update }) => update)
  await applyInSteps(doc, hole ? [...unsent, hole] : unsent, options.pause)
  doc.clientID = client
  return { journal, doc, client }
}
