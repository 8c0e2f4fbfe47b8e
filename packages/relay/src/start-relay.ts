import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve as resolvePath } from 'node:path'
import { type DeleteSet, defaultLimits, type RoomName, unionRanges } from '@commonplace/protocol'
import type { Operation, Storage } from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { type Logger, pino } from 'pino'
import { platform } from '#platform'
import { PolicyApi } from './access/policy-api'
import { PolicyFeed } from './access/policy-feed'
import { PolicyLog } from './access/policy-log'
import { checkOptions } from './checked-options'
import { createCompactor, defaultCompaction } from './compaction/compactor'
import { type Clock, systemClock } from './identity/clock'
import { type Identity, trustingIdentityUnder } from './identity/identity'
import { openReceiptKey, type ReceiptKey } from './identity/receipt-key'
import { openTokenIdentity } from './identity/token-options'
import { type Committer, createCommitter } from './log/committer'
import { Journal } from './log/journal'
import { openLog } from './log/open-log'
import { watchLoopDelay } from './metrics/loop-delay'
import { measuredStorage } from './metrics/measured-storage'
import { RelayMetrics } from './metrics/relay-metrics'
import { checkRuntime, checkTrust, defaultHost, type RelayOptions } from './relay-options'
import { type AllowList, checkedAllowList } from './server/allow-list'
import { defaultConnectionLimits } from './server/connection-count'
import { createFlushWindow } from './server/flush-window'
import { RelayServer } from './server/relay-server'
import { RoomHost } from './server/room-host'
import { defaultBounds } from './server/socket-bounds'

/** A relay that listens. */
export interface Relay {
  readonly host: string
  readonly port: number
  /** `ws://127.0.0.1:4321` */
  readonly url: string
  /**
   * Rewrites a room's log so that it holds nothing that is deleted, and deletes the content of the given dots for all before.
   * Resolves when it is on disk. LMDB writes anew and does not overwrite: the old pages are in its file until they are used again
   * or the store is copied.
   *
   * @throws CompactionError when the log cannot be rewritten; RangeError when the room does not hold the dots
   */
  compactRoom(
    room: RoomName,
    options?: { readonly without?: Iterable<{ readonly client: number; readonly clock: number }> },
  ): Promise<void>
  /** Refuses new work, writes out what was taken, closes the sockets, then the store. */
  close(): Promise<void>
}

/**
 * Starts a relay: checks, logs, acknowledges, fans out.
 *
 * @throws on Bun, when an option does not fit, neither or both of `tokens` and `insecure` are given, their files are not valid, it is insecure and the host is not this machine, the port is taken, or the store is locked or damaged
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  checkRuntime()
  checkOptions(options)
  const { data, tokens, clock = systemClock, logger = pino({ enabled: false }) } = options
  checkTrust(options)
  const allowed = checkedAllowList(options.allowed ?? {})
  const base =
    tokens === undefined
      ? trustingIdentityUnder(options.policy)
      : await openTokenIdentity(tokens, clock, err => logger.error({ err }, 'the keys could not be read again'))
  if (base.isTrusting) {
    logger.warn('insecure: whoever reaches this relay is believed, and may read and write everything')
  }
  const metrics = new RelayMetrics()
  const opened = typeof data === 'string' ? await openLmdbStorage({ path: data }) : data
  const storage = measuredStorage(opened, metrics, () => performance.now())
  try {
    return await serve({ options, storage, metrics, base, allowed, clock, logger })
  } catch (error) {
    await storage.close()
    throw error
  }
}

interface Opened {
  readonly options: RelayOptions
  readonly storage: Storage
  readonly metrics: RelayMetrics
  /** before a policy log says anything */
  readonly base: Identity
  readonly allowed: AllowList
  readonly clock: Clock
  readonly logger: Logger
}

async function serve({ options, storage, metrics, base, allowed, clock, logger }: Opened): Promise<Relay> {
  const { host = defaultHost, port = 0 } = options
  const limits = { ...defaultLimits, ...options.limits }
  const { epoch, cut } = await openLog(storage, randomUUID)
  if (cut > 0) logger.error({ cut, epoch }, 'cut damaged records off the end of the journal: the log has a new epoch')
  const receiptKey = await receiptKeyOf(options, epoch)
  const fail = (error: unknown): void => {
    logger.fatal({ err: error }, 'the log could not be written; nothing more is acknowledged')
    server.terminateAll()
    options.onFailure?.(error)
  }
  const committer = createCommitter(storage, createFlushWindow(), fail, new Journal(), {
    later: platform.later,
    onFull: err => {
      if (err) {
        logger.error({ err }, 'the disk has no room for the log: nothing more is acknowledged until it has')
        rooms.full()
        policyApi?.full()
      } else logger.info({}, 'the disk has room again for the log')
    },
  })
  const policy = base.isTrusting ? null : await openPolicy(storage, committer, base, clock)
  const feed = policy && new PolicyFeed(policy, base.rules ?? [])
  const identity = policy === null ? base : { ...base, rightsOf: policy.rightsOf }
  const policyApi = policy && feed && new PolicyApi(policy, identity, feed, () => committer.isFull)
  const compactor = createCompactor({ ...defaultCompaction, ...options.compaction })
  const rooms = new RoomHost({
    storage,
    committer,
    compactor,
    epoch,
    log: logger,
    limits,
    idleMs: options.idleMs,
    metrics,
    clock,
    receiptKey,
    beforeTelling: () => policy?.advance(),
    mayHold: (room, owner) => identity.rightsOf({ ...owner, tenant: room.tenant, name: '' }, room).has('append'),
  })
  const delay = watchLoopDelay()
  const server = new RelayServer({
    host: rooms,
    log: logger,
    limits,
    bounds: { ...defaultBounds, ...options.bounds },
    identity,
    feed,
    allowed,
    clock,
    connections: { ...defaultConnectionLimits, ...options.connections },
    endpoints: {
      isReady: () => !rooms.isDraining,
      health: () => ({ epoch, rooms: rooms.size, connections: server.connections }),
      metrics: () =>
        metrics.render({
          connections: () => server.connections,
          rooms: () => rooms.size,
          queueBytes: () => server.traffic.queueBytes,
          bytesIn: () => server.traffic.bytesIn,
          bytesOut: () => server.traffic.bytesOut,
          loopDelay: delay.take,
        }),
    },
    policy: policyApi,
  })
  if (policy !== null) policy.onChange = change => server.recheck(change)
  const bound = await listen(server.http, port, host)
  logger.info({ host, port: bound, epoch }, 'listening')

  const close = async (): Promise<void> => {
    server.drain()
    committer.hurry()
    policy?.close()
    await compactor.close()
    await rooms
      .settleJournal()
      .then(committer.flush)
      .finally(async () => {
        await server.closeAll()
        delay.stop()
        await storage.close()
      })
    logger.info('closed')
  }
  let closing: Promise<void> | null = null
  return {
    host,
    port: bound,
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async compactRoom(room, { without = [] } = {}) {
      await (await rooms.open(room, 'entries')).compact(deletesOf(without))
      await rooms.settleJournal()
    },
    close: () => (closing ??= close()),
  }
}

/** Receipts outlive the log that they are for, so their key lies beside it. */
async function receiptKeyOf({ receiptKey, data }: RelayOptions, epoch: string): Promise<ReceiptKey | null> {
  const file = receiptKey ?? (typeof data === 'string' ? `${resolvePath(data)}.receipt-key.json` : null)
  return file === null ? null : await openReceiptKey(file, epoch)
}

function openPolicy(storage: Storage, committer: Committer, base: Identity, clock: Clock): Promise<PolicyLog> {
  const commit = (operations: readonly Operation[]): Promise<void> =>
    new Promise(resolve => committer.add({ operations: () => operations, onDurable: resolve }))
  return PolicyLog.open({ storage, clock, commit, base: base.rightsOf })
}

/** @returns the port that it listens on */
async function listen(http: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', cause => reject(new Error(`${cause.message}; ${hintOf(cause)}`, { cause })))
    http.listen(port, host, () => resolve())
  })
  return (http.address() as AddressInfo).port
}

/** What to do about an address that cannot be listened on. */
function hintOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'end what listens there, or choose another port'
  if (code === 'EACCES') return 'choose a port from 1024 on, or give the process the right to this one'
  return 'choose a host that is an address of this machine'
}

function deletesOf(dots: Iterable<{ readonly client: number; readonly clock: number }>): DeleteSet {
  const deletes: DeleteSet = new Map()
  for (const { client, clock } of dots) {
    deletes.set(client, unionRanges([...(deletes.get(client) ?? []), [clock, clock + 1]]))
  }
  return deletes
}
