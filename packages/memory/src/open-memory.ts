import type { Storage } from '@commonplace/storage'
import { platform } from '#platform'
import { KeptPolicy } from './access/keep-policy'
import { startBackground } from './background'
import { leave } from './close'
import type { Core } from './core'
import { ErasureWatch } from './erase/erasure-watch'
import { Events } from './events'
import type { Identity } from './identity'
import { identityOf } from './identity-of'
import { Memory } from './memory'
import { openLink } from './open-link'
import { checkedOpenOptions, type OpenOptions } from './open-options'
import { openReading } from './open-reading'
import { openSpaces } from './open-spaces'
import { openStorage, sealedStorage } from './open-storage'
import { Recalled } from './reading/recalled'
import { settingsOf } from './settings'
import { Catalog } from './space/catalog'
import type { PoolOptions } from './space/pool'
import { Store } from './store/store'
import { toCommonplaceError } from './to-commonplace-error'
import { Turnstile } from './turnstile'

/**
 * Opens the memory of one agent: reads what this device holds, connects to the relay if one was given, and makes the
 * spaces of the topology ready. The identity is bound here; no verb asks for it again.
 *
 * A second process of the same agent on one device gets a store of its own and syncs through the relay.
 *
 * @throws CommonplaceError `invalid-input`, `storage-locked`, `storage-failed`, `wrong-key`, `newer-version`
 * @example
 * const memory = await openMemory({ agent: { id: 'support', user: 'ada', app: 'shop' }, relay: 'ws://localhost:4321' })
 * await memory.add('Ada prefers e-mail to phone calls')
 * const [hit] = await memory.search('how should we contact Ada?')
 */
export async function openMemory(options: OpenOptions): Promise<Memory> {
  const checked = await checkedOpenOptions(options)
  const identity = identityOf(checked)
  try {
    const store = new Store({ now: platform.now, timers: platform.timers, persistence: platform.persistence })
    const opened = await openStorage(checked, identity, store)
    const storage = await store.impatiently(sealedStorage(opened, checked))
    try {
      return await assemble(checked, identity, storage, store)
    } catch (error) {
      await storage.close()
      throw error
    }
  } catch (error) {
    throw toCommonplaceError(error, `agent "${identity.agent}", openMemory`)
  }
}

/** From the bottom up: what was asked for, what readers see, how others are reached, the spaces, what verbs share. */
async function assemble(options: OpenOptions, identity: Identity, storage: Storage, store: Store): Promise<Memory> {
  const events = eventsOf(options, identity, store)
  const settings = await settingsOf(options, identity, events)
  const reading = await openReading(settings, storage, events)
  const catalog = await Catalog.open(storage, settings.randomClientId())
  // All of it is code that runs for the first time, and where the storage answers at once it would be one turn with what follows.
  await reading.yielding(0)
  // What is heard from a relay may have been erased, or rest on what is gone.
  const readyToHear = () => Promise.all([reading.erasures.ready(), reading.projection.standings.ready()])
  const [link] = await Promise.all([openLink(settings, events, reading.yielding), options.relay && readyToHear()])
  let erasing: ErasureWatch | undefined
  const watch = () => {
    erasing ??= new ErasureWatch(core)
    return erasing
  }
  const onChange: PoolOptions['onChange'] = change => erasing?.changed(change)
  const spaces = openSpaces({ settings, storage, waits: store.waits, events, catalog, reading, link, onChange })
  const endings = [link.close, reading.close]
  let isClosed = false
  const core: Core = {
    ...settings,
    ...reading,
    ...spaces,
    storage,
    store,
    events,
    catalog,
    connection: link.connection,
    socket: link.tabs?.socket,
    recalled: new Recalled(),
    turnstile: new Turnstile(reading.yielding),
    promotion: options.promotion,
    policyLog: new KeptPolicy(identity.tenant, storage, events),
    get erasing() {
      return watch()
    },
    session: settings.randomName(),
    countTokens: options.countTokens,
    closed: () => isClosed,
    onClose: listener => (isClosed ? listener() : endings.push(listener)),
    markClosed: () => {
      isClosed = true
      for (const ending of endings.splice(0)) ending()
    },
    onSyncChange: listener => spaces.signals.onChange(listener),
  }
  await openTopology(core)
  watch()
  startBackground(core, { ...settings, ...link, platform, pause: reading.yielding, createPool: spaces.createPool })
  return new Memory(core)
}

function eventsOf({ onProgress }: OpenOptions, { agent }: Identity, store: Store): Events {
  const events = new Events(error => toCommonplaceError(error, `agent "${agent}"`))
  if (onProgress) events.on('progress', onProgress)
  store.onTrouble = error => events.emit('error', { error, during: 'storing' })
  return events
}

/** Opens the spaces of the topology; what was opened is closed again when one cannot be. */
async function openTopology(core: Core): Promise<void> {
  const opening = Object.entries(core.topology.spaces).map(([name, visibility]) => core.pool.acquire(name, visibility))
  try {
    await Promise.all(opening)
  } catch (error) {
    await Promise.allSettled(opening)
    core.markClosed()
    await Promise.allSettled([leave(core)])
    throw error
  }
}
