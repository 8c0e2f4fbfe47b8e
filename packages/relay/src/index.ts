import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { resolve as resolvePath } from 'node:path'
import { type DeleteSet, defaultLimits, type Limits, type RoomName, unionRanges } from '@commonplace/protocol'
import type { Operation, Storage } from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { type Logger, pino } from 'pino'
import { PolicyApi } from './access/policy-api'
import { PolicyFeed } from './access/policy-feed'
import { PolicyLog } from './access/policy-log'
import { checkOptions } from './checked-options'
import { type CompactionBounds, createCompactor, defaultCompaction } from './compaction/compactor'
import { type Clock, systemClock } from './identity/clock'
import { trustingIdentityUnder } from './identity/identity'
import type { Policy } from './identity/policy'
import { openReceiptKey } from './identity/receipt-key'
import { openTokenIdentity, type TokenOptions } from './identity/token-options'
import { createCommitter } from './log/committer'
import { openLog } from './log/open-log'
import { watchLoopDelay } from './metrics/loop-delay'
import { measuredStorage } from './metrics/measured-storage'
import { RelayMetrics } from './metrics/relay-metrics'
import { type AllowList, checkedAllowList } from './server/allow-list'
import { type ConnectionLimits, defaultConnectionLimits } from './server/connection-count'
import { createFlushWindow } from './server/flush-window'
import { isLoopback } from './server/loopback'
import { RelayServer } from './server/relay-server'
import { RoomHost } from './server/room-host'
import { defaultBounds, type SocketBounds } from './server/socket-bounds'

export type { AllowList, TokenOptions }

/** How to start a relay. */
export interface RelayOptions {
  /** address to listen on; without `tokens` one of this machine */
  readonly host?: string
  /** 0 takes a free one */
  readonly port?: number
  /** folder of the log, or a storage of the caller's, which the relay closes */
  readonly data: string | Storage
  /**
   * file of the key of the receipts for client ids, made when there is none; beside a folder of the log when not given, and
   * no receipts with a storage of the caller's
   */
  readonly receiptKey?: string
  /** whose tokens are taken, and what they may do; without them `insecure` must be said */
  readonly tokens?: TokenOptions
  /** with `tokens`: web pages and host names that it is reached by; all when not given */
  readonly allowed?: AllowList
  /** whoever reaches the relay is believed, and may do everything in every room unless a policy says less: for development */
  readonly insecure?: boolean
  /** with `insecure`: what those who are believed may do */
  readonly policy?: Policy
  /** for tests of what expires */
  readonly clock?: Clock
  /** silent when absent */
  readonly logger?: Logger
  readonly limits?: Partial<Limits>
  /** how many connections at once */
  readonly connections?: Partial<ConnectionLimits>
  /** when a socket whose reader is slow gets nothing more queued, and when it is closed */
  readonly bounds?: Partial<SocketBounds>
  /** what rewriting one room's log may cost */
  readonly compaction?: Partial<CompactionBounds>
  /** ms after which a room that nobody uses is unloaded */
  readonly idleMs?: number
  /** the log could not be written: sockets are cut already, the process should exit */
  readonly onFailure?: (error: unknown) => void
}

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
 * @throws when an option does not fit, neither or both of `tokens` and `insecure` are given, their files are not valid, it is insecure and the host is not this machine, the port is taken, or the store is locked or damaged
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  checkOptions(options)
  const { host = '127.0.0.1', port = 0, data, logger = pino({ enabled: false }) } = options
  const { tokens, insecure = false, clock = systemClock } = options
  if (tokens === undefined && !insecure) {
    throw new Error(
      'the relay has no keys to check tokens with; give it keys and a policy, or say insecure (--insecure)',
    )
  }
  if (tokens !== undefined && insecure) throw new Error('the relay is given keys and told to be insecure: choose one')
  if (insecure && !isLoopback(host)) {
    throw new Error(`the relay does not listen on "${host}": it trusts whoever reaches it, so only 127.0.0.1 will do`)
  }
  const allowed = checkedAllowList(options.allowed ?? {})
  const base =
    tokens === undefined
      ? trustingIdentityUnder(options.policy)
      : await openTokenIdentity(tokens, clock, err => logger.error({ err }, 'the keys could not be read again'))
  if (insecure) logger.warn('insecure: whoever reaches this relay is believed, and may read and write everything')
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const metrics = new RelayMetrics()
  const opened = typeof data === 'string' ? await openLmdbStorage({ path: data }) : data
  const storage = measuredStorage(opened, metrics, () => performance.now())
  try {
    return await serve()
  } catch (error) {
    await storage.close()
    throw error
  }

  async function serve(): Promise<Relay> {
    const { epoch, cut } = await openLog(storage, randomUUID)
    if (cut > 0) logger.error({ cut, epoch }, 'cut damaged records off the end of the journal: the log has a new epoch')
    const keyFile = options.receiptKey ?? (typeof data === 'string' ? `${resolvePath(data)}.receipt-key.json` : null)
    const receiptKey = keyFile === null ? null : await openReceiptKey(keyFile, epoch)
    const committer = createCommitter(storage, createFlushWindow(), error => {
      logger.fatal({ err: error }, 'the log could not be written; nothing more is acknowledged')
      server.terminateAll()
      options.onFailure?.(error)
    })
    const policy = base.isTrusting ? null : await openPolicy()
    const feed = policy && new PolicyFeed(policy, base.rules ?? [])
    const identity = policy === null ? base : { ...base, rightsOf: policy.rightsOf }
    const compactor = createCompactor({ ...defaultCompaction, ...options.compaction })
    const { idleMs } = options
    const rooms = new RoomHost({
      storage,
      committer,
      compactor,
      epoch,
      log: logger,
      limits,
      idleMs,
      metrics,
      clock,
      receiptKey,
      beforeTelling: () => policy?.advance(),
      mayHold: (room, owner) => identity.rightsOf({ ...owner, tenant: room.tenant, name: '' }, room).has('append'),
    })
    const delay = watchLoopDelay()
    const endpoints = {
      isReady: () => !rooms.isDraining,
      health: () => ({ epoch, rooms: rooms.size, connections: server.connections }),
      metrics: (): string =>
        metrics.render({
          connections: () => server.connections,
          rooms: () => rooms.size,
          queueBytes: () => server.traffic.queueBytes,
          bytesIn: () => server.traffic.bytesIn,
          bytesOut: () => server.traffic.bytesOut,
          loopDelay: delay.take,
        }),
    }
    const connections = { ...defaultConnectionLimits, ...options.connections }
    const bounds = { ...defaultBounds, ...options.bounds }
    const server = new RelayServer({
      host: rooms,
      log: logger,
      limits,
      bounds,
      identity,
      feed,
      allowed,
      clock,
      connections,
      endpoints,
      policy: policy && feed && new PolicyApi(policy, identity, feed),
    })
    if (policy !== null) policy.onChange = change => server.recheck(change)
    await new Promise<void>((resolve, reject) => {
      server.http.once('error', reject)
      server.http.listen(port, host, () => resolve())
    })
    const bound = (server.http.address() as AddressInfo).port
    logger.info({ host, port: bound, epoch }, 'listening')
    let closing: Promise<void> | null = null
    function openPolicy(): Promise<PolicyLog> {
      const commit = (operations: readonly Operation[]): Promise<void> =>
        new Promise(resolve => committer.add({ operations: () => operations, onDurable: resolve }))
      return PolicyLog.open({ storage, clock, commit, base: base.rightsOf })
    }
    const close = async (): Promise<void> => {
      server.drain()
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
    return {
      host,
      port: bound,
      url: `ws://${host.includes(':') ? `[${host}]` : host}:${bound}`,
      async compactRoom(room, { without = [] } = {}) {
        const deletes: DeleteSet = new Map()
        for (const { client, clock } of without) {
          deletes.set(client, unionRanges([...(deletes.get(client) ?? []), [clock, clock + 1]]))
        }
        await (await rooms.open(room, 'entries')).compact(deletes)
        await rooms.settleJournal()
      },
      close: () => (closing ??= close()),
    }
  }
}
