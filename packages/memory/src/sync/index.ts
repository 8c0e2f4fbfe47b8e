export type {
  Connection,
  ConnectionOptions,
  ConnectionStatus,
  Inflate,
  PolicyPort,
  SocketLike,
  Timers,
} from './connection'
export type { ConnectionPhase } from './connection-state'
export type { HeldLease } from './held-lease'
export type { Author } from './journal-codec'
export type { LeaseAnswer, LeaseRequest, OtherLease } from './leases'
export type { Loan } from './lending'
export { ComputedObservable, type Observable } from './observable'
export { lentOrigin, localOrigin, relayOrigin } from './origins'
export type { PeerPresence, Presence } from './presence'
export type { Refusal } from './refusal'
export { Replica } from './replica'
export type { ReplicaOptions } from './replica-core'
export type { SessionPhase } from './session-state'
export type { SpaceStatus } from './status'
export { type LocalRefusalCode, SyncError, type SyncErrorCode } from './sync-error'
export type { Tier, Write } from './write'
