/**
 * Where the session of one room stands:
 * - `offline` there is no connection, or it is away
 * - `joining` asked to join, no answer yet
 * - `receiving` the answer is there, its pieces are coming
 * - `live` what the room has is here; writes are sent as they are persisted, or held back for a while because it is full
 * - `waiting` refused for now; joins again when the time has come
 * - `blocked` the journal is being rebuilt; nothing is sent or taken until that is on disk
 * - `blocked-offline` the same, without a connection
 * - `denied` the room was refused for good; asked again with the next connection
 * - `closed` never again
 */
export type SessionPhase =
  | 'offline'
  | 'joining'
  | 'receiving'
  | 'live'
  | 'waiting'
  | 'blocked'
  | 'blocked-offline'
  | 'denied'
  | 'closed'

export type SessionEventName =
  | 'connected'
  | 'disconnected'
  | 'joined'
  | 'piece'
  | 'synced'
  | 'updates'
  | 'ack'
  | 'bindings'
  /** A write is refused for now, or for good; a fold refused for good counts as for now: it is sent again in parts. */
  | 'refused-for-now'
  | 'refused-finally'
  | 'join-refused-for-now'
  | 'join-refused-finally'
  | 'closed-for-now'
  | 'closed-finally'
  /** Another process writes under an id of this replica. */
  | 'replaced'
  /** What the room holds and what is here cannot both stand: the journal must be rebuilt. */
  | 'disagreed'
  /** Something came that makes a second look at the room necessary. */
  | 'rejoin'
  | 'rebuilt'
  /** The rebuild is done, and somebody else has joined under the same ids: coming back at once would throw them out. */
  | 'rebuilt-contested'
  | 'written'
  /** A room that was closed to this agent is open to it. */
  | 'admitted'
  | 'retry'
  | 'closed'

/** The phase an event leads to; `stay` handles it where it is, `ignore` drops it, `violation` breaks the protocol. */
export type SessionTransition = SessionPhase | 'stay' | 'ignore' | 'violation'

/** What holds after the end, and of most of it wherever it comes late, because it was on its way when the phase changed. */
const leftovers = {
  piece: 'ignore',
  synced: 'ignore',
  updates: 'ignore',
  ack: 'ignore',
  bindings: 'ignore',
  'refused-for-now': 'ignore',
  'refused-finally': 'ignore',
  'closed-for-now': 'ignore',
  'closed-finally': 'ignore',
  replaced: 'ignore',
  joined: 'ignore',
  'join-refused-for-now': 'ignore',
  'join-refused-finally': 'ignore',
  disagreed: 'ignore',
  rejoin: 'ignore',
  retry: 'ignore',
  written: 'ignore',
  admitted: 'ignore',
  connected: 'violation',
  disconnected: 'ignore',
  rebuilt: 'ignore',
  'rebuilt-contested': 'ignore',
  closed: 'ignore',
} as const

/** What holds wherever there is a connection, unless a phase says otherwise. */
const connected = {
  ...leftovers,
  disagreed: 'blocked',
  disconnected: 'offline',
  'closed-finally': 'denied',
  replaced: 'blocked',
  rebuilt: 'violation',
  'rebuilt-contested': 'violation',
  closed: 'closed',
} as const

/** And while the relay answers a join, or has. */
const answered = {
  ...connected,
  joined: 'violation',
  updates: 'stay',
  bindings: 'stay',
  retry: 'stay',
  'join-refused-for-now': 'violation',
  'join-refused-finally': 'violation',
  'closed-for-now': 'waiting',
  rejoin: 'joining',
} as const

/** Every phase answers every event; the compiler checks that none is forgotten. */
export const sessionTransitions: Readonly<Record<SessionPhase, Readonly<Record<SessionEventName, SessionTransition>>>> =
  {
    offline: {
      ...connected,
      disagreed: 'blocked-offline',
      connected: 'joining',
      disconnected: 'ignore',
      'closed-finally': 'ignore',
      replaced: 'ignore',
    },
    joining: {
      ...connected,
      retry: 'stay',
      joined: 'receiving',
      'join-refused-for-now': 'waiting',
      'join-refused-finally': 'denied',
      'closed-for-now': 'waiting',
    },
    receiving: {
      ...answered,
      piece: 'stay',
      synced: 'live',
      ack: 'violation',
      'refused-for-now': 'violation',
      'refused-finally': 'violation',
    },
    live: {
      ...answered,
      piece: 'violation',
      synced: 'violation',
      ack: 'stay',
      'refused-for-now': 'waiting',
      'refused-finally': 'blocked',
      written: 'stay',
    },
    waiting: { ...connected, retry: 'joining' },
    blocked: {
      ...leftovers,
      disconnected: 'blocked-offline',
      rebuilt: 'joining',
      'rebuilt-contested': 'waiting',
      closed: 'closed',
    },
    'blocked-offline': {
      ...leftovers,
      connected: 'blocked',
      rebuilt: 'offline',
      'rebuilt-contested': 'offline',
      closed: 'closed',
    },
    denied: { ...connected, 'closed-finally': 'ignore', replaced: 'ignore', admitted: 'joining' },
    closed: leftovers,
  }
