import {
  type Bindings,
  type DecodedUpdate,
  type DeleteSet,
  defaultLimits,
  type Join,
  type Joined,
  type LeaseToken,
  type Limits,
  type Receipt,
  type Reception,
  type RefusalCode,
  type StateVector,
  type Update,
  type Updates,
} from '@commonplace/protocol'
import type { DescribedUpdate } from './described-update'
import type { OutboxRecord } from './outbox'
import type { RebuildCause } from './rebuild'
import type { SessionEventName, SessionPhase } from './session-state'

/** A frame whose answer is outstanding. */
export interface SentFrame {
  readonly seq: number
  /** the writes in it; none when it offers own entries again, or is a hole alone */
  readonly numbers: readonly number[]
  readonly isOffer: boolean
  /** the rest of the write goes when the room can take it */
  readonly isPart?: boolean
}

/** A frame that is to be sent. */
export interface Outgoing extends Omit<SentFrame, 'seq'> {
  readonly update: Uint8Array
  readonly lease: LeaseToken | null
}

/** A piece of the room's answer, with what it holds under ids of this replica. */
export interface ReceivedPiece extends DescribedUpdate {
  readonly own: DecodedUpdate
}

/** Where one room's session stands. All of it is forgotten by a crash, and may be. */
export interface Session {
  readonly phase: SessionPhase
  readonly limits: Limits
  /** how often the room put us off since something was taken */
  readonly attempt: number
  readonly denied: { readonly code: RefusalCode; readonly message: string } | null
  /** up to this write, one frame carries one write: a fold of them was refused */
  readonly singleUpTo: number
  /** another process joined under our ids; it gets time before we name them again */
  readonly isContested: boolean
  /** how often the relay refused what was offered to it again */
  readonly offerRefusals: number
  /** the write that was last refused for what came before it */
  readonly strike: number
  /** the id whose hole was sent alone since the relay was reached or put us off */
  readonly holeOf: number
  /** why the room refused the last append as full; null once it took one */
  readonly full: { readonly message: string; readonly value: number } | null
  /** it is full: appends wait for `retry`, and deletes go past them */
  readonly isHolding: boolean
  /** ids this join named */
  readonly held: ReadonlySet<number> | null
  /** the room's answer; its vector grows with what comes */
  readonly joined: Joined | null
  readonly channel: number | null
  /** pieces of the room's answer that came */
  readonly received: number
  /** those that are not in the base yet */
  readonly pieces: readonly ReceivedPiece[]
  /** what came between the answer and its last piece */
  readonly late: readonly Updates[]
  readonly seq: number
  readonly sent: readonly SentFrame[]
  readonly sentUpTo: number
  /** deletes that went past what is held back */
  readonly freeing: readonly number[]
  /** own ids whose entries are offered on this channel */
  readonly offering: readonly number[]
  /** offers that are still to be sent; null before they are read from disk */
  readonly offers: readonly Uint8Array[] | null
}

/** What ends with a join or with the connection: both sides forget what was outstanding. */
export const clearChannel = {
  held: null,
  joined: null,
  channel: null,
  received: 0,
  pieces: [],
  late: [],
  seq: 0,
  sent: [],
  sentUpTo: 0,
  freeing: [],
  offering: [],
  offers: null,
} as const satisfies Partial<Session>

export const noSession: Session = {
  phase: 'offline',
  limits: defaultLimits,
  attempt: 0,
  denied: null,
  singleUpTo: 0,
  isContested: false,
  offerRefusals: 0,
  strike: 0,
  holeOf: 0,
  full: null,
  isHolding: false,
  ...clearChannel,
}

/** What a session may read of its journal. */
export interface SessionView {
  /** the id in use */
  readonly client: number
  readonly own: ReadonlySet<number>
  /** what refused writes left under the id in use since the last write */
  readonly hole: Uint8Array | undefined
  /** by the own id that it is for */
  readonly receipts: ReadonlyMap<number, Uint8Array>
  /** an own id that nothing was written under yet, or 0 */
  readonly spare: number
  readonly epoch: string
  /** the last write that the relay may have got; null while there is a channel */
  readonly sentUpTo: number | null
  readonly restore: readonly number[]
  readonly outbox: readonly OutboxRecord[]
  /** the base's */
  readonly vector: StateVector
  readonly deletes: DeleteSet
  isDurable(n: number): boolean
  /** whether this replica's agent writes under an id, as far as is known; what was adopted is others' */
  isWriter(client: number): boolean
}

/** What a join says, with the receipts it shows: of its ids, and of the spare one, which it does not name. */
export interface JoinParts extends Pick<Join, 'epoch' | 'ids' | 'vector' | 'deletesDigest'> {
  readonly receipts: readonly Receipt[]
}

/** What is to be done, in order. */
export type SessionEffect =
  | { readonly type: 'join'; readonly join: JoinParts }
  | { readonly type: 'send'; readonly frame: Update }
  | { readonly type: 'leave'; readonly channel: number }
  /** One commit: the room's answer, or a part, joins the base, and what it settles leaves the outbox. */
  | {
      readonly type: 'take'
      readonly updates: readonly DescribedUpdate[]
      readonly there: readonly OutboxRecord[]
      readonly removed: readonly OutboxRecord[]
      readonly epoch: string
      readonly rights: Joined['rights']
      readonly bindings: Joined['bindings']
      readonly restore: readonly number[]
      readonly stranded: readonly number[]
    }
  | { readonly type: 'learn'; readonly updates: readonly DescribedUpdate[] }
  /** One commit: acknowledged writes move from the outbox to the base, but for those of which the room could take a part only. */
  | { readonly type: 'settle'; readonly numbers: readonly number[] }
  | { readonly type: 'bind'; readonly bindings: Bindings['bindings'] }
  | { readonly type: 'receive'; readonly epoch: string; readonly receptions: readonly Reception[] }
  /** What this agent may do in the room now. */
  | { readonly type: 'allow'; readonly rights: Joined['rights'] }
  /** What is written from now on reaches no relay before the next join. */
  | { readonly type: 'part' }
  /** Receipts of own ids, and of a spare one that the relay drew. */
  | { readonly type: 'keep'; readonly receipts: readonly Receipt[] }
  /** One commit, and `rebuilt` once it is on disk. */
  | { readonly type: 'rebuild'; readonly cause: RebuildCause }
  /** Frames that came too early. */
  | { readonly type: 'again'; readonly frames: readonly Updates[] }
  /** Read what the base has under these ids, then `offers`. */
  | { readonly type: 'load-offers'; readonly clients: readonly number[] }
  /** The relay has these ids' entries again, or will never take them. */
  | { readonly type: 'offered'; readonly clients: readonly number[]; readonly areStranded: boolean }
  /** Call `retry` after a pause. */
  | { readonly type: 'wait'; readonly attempt: number; readonly atLeastMs: number }
  /** The relay broke the protocol: end the socket. */
  | { readonly type: 'violation'; readonly message: string }

export interface Step {
  readonly session: Session
  readonly effects: readonly SessionEffect[]
}

/** What an event turns out to be when one looks into it. */
export interface Turn {
  /** where that is another than it seemed */
  readonly name?: SessionEventName
  readonly change?: Partial<Session>
  readonly effects?: readonly SessionEffect[]
  readonly retryAfterMs?: number
  readonly violation?: string
}
