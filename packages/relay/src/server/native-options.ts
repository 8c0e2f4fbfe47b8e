import type { Logger } from 'pino'
import type { PolicyFeed } from '../access/policy-feed'
import type { Clock } from '../identity/clock'
import type { Identity } from '../identity/identity'
import type { MemberId } from '../room/member'
import type { ConnectionCount } from './connection-count'
import type { HelloWatch } from './hello-watch'
import type { RelaySocket } from './relay-socket'
import type { RoomHost } from './room-host'

/** What a native connection uses of its socket. */
export type NativeSocket = Pick<
  RelaySocket,
  'isOpen' | 'isBehind' | 'reader' | 'write' | 'writeLossy' | 'close' | 'terminate'
>

/** What a native connection is given. */
export interface NativeOptions {
  readonly id: MemberId
  readonly socket: NativeSocket
  readonly host: RoomHost
  readonly log: Pick<Logger, 'info' | 'error'>
  readonly helloWatch: Pick<HelloWatch, 'stop'>
  readonly count: ConnectionCount
  readonly identity: Identity
  /** where the policy log is followed; null where there is none */
  readonly feed: PolicyFeed | null
  readonly clock: Clock
}
