import type { Limits } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import type { Logger } from 'pino'
import type { CompactionBounds } from './compaction/compactor'
import type { Clock } from './identity/clock'
import type { Policy } from './identity/policy'
import type { TokenOptions } from './identity/token-options'
import type { AllowList } from './server/allow-list'
import type { ConnectionLimits } from './server/connection-count'
import { isLoopback } from './server/loopback'
import type { SocketBounds } from './server/socket-bounds'

/** How to start a relay. */
export interface RelayOptions {
  /** address to listen on; without `tokens` one of this machine */
  readonly host?: string | undefined
  /** 0 takes a free one */
  readonly port?: number | undefined
  /** folder of the log, or a storage of the caller's, which the relay closes */
  readonly data: string | Storage
  /**
   * file of the key of the receipts for client ids, made when there is none; beside a folder of the log when not given, and
   * no receipts with a storage of the caller's
   */
  readonly receiptKey?: string | undefined
  /** whose tokens are taken, and what they may do; without them `insecure` must be said */
  readonly tokens?: TokenOptions | undefined
  /** with `tokens`: web pages and host names that it is reached by; all when not given */
  readonly allowed?: AllowList | undefined
  /** whoever reaches the relay is believed, and may do everything in every room unless a policy says less: for development */
  readonly insecure?: boolean | undefined
  /** with `insecure`: what those who are believed may do */
  readonly policy?: Policy | undefined
  /** for tests of what expires */
  readonly clock?: Clock | undefined
  /** silent when absent */
  readonly logger?: Logger | undefined
  readonly limits?: Partial<Limits> | undefined
  /** how many connections at once */
  readonly connections?: Partial<ConnectionLimits> | undefined
  /** when a socket whose reader is slow gets nothing more queued, and when it is closed */
  readonly bounds?: Partial<SocketBounds> | undefined
  /** what rewriting one room's log may cost */
  readonly compaction?: Partial<CompactionBounds> | undefined
  /** ms after which a room that nobody uses is unloaded */
  readonly idleMs?: number | undefined
  /** the log could not be written: sockets are cut already, the process should exit */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

/** Where a relay listens when it is not told. */
export const defaultHost = '127.0.0.1'

/**
 * Whom a relay believes is said, and who believes everybody is reached from this machine only.
 *
 * @throws Error when neither or both of `tokens` and `insecure` are given, or it is insecure and the host is not this machine
 */
export function checkTrust({ tokens, insecure = false, host = defaultHost }: RelayOptions): void {
  if (tokens === undefined && !insecure) {
    throw new Error(
      'the relay has no keys to check tokens with; give it keys and a policy, or say insecure (--insecure)',
    )
  }
  if (tokens !== undefined && insecure) throw new Error('the relay is given keys and told to be insecure: choose one')
  if (insecure && !isLoopback(host)) {
    throw new Error(`the relay does not listen on "${host}": it trusts whoever reaches it, so only 127.0.0.1 will do`)
  }
}

/**
 * Bun puts a module of its own in the place of `ws`. It hands out no socket, so that every connection would open and none be answered.
 *
 * @throws Error in Bun
 */
export function checkRuntime(): void {
  const { bun } = process.versions
  if (bun === undefined) return
  throw new Error(
    `the relay does not run on Bun (${bun}): start it with Node; agents that run on Bun can reach it there`,
  )
}
