/**
 * Where a connection stands:
 * - `idle` no space asked for it yet
 * - `connecting` the socket is opening, or a token is being fetched
 * - `greeting` the hello is out
 * - `online` welcomed
 * - `waiting` until the next attempt
 * - `paused` by its owner
 * - `turned-away` the relay will not have us as we are; `resume` tries again
 * - `closed` never again
 */
export type ConnectionPhase =
  | 'idle'
  | 'connecting'
  | 'greeting'
  | 'online'
  | 'waiting'
  | 'paused'
  | 'turned-away'
  | 'closed'

export type ConnectionEvent =
  | 'wanted'
  | 'opened'
  | 'welcomed'
  /** the socket ended, or did not answer in time */
  | 'lost'
  /** the relay said that coming back as we are is pointless */
  | 'turned-away'
  /** the pause between attempts is over */
  | 'due'
  | 'pause'
  | 'resume'
  | 'close'

/** What holds after the end, and unless something else is said. */
const ended = {
  wanted: 'ignore',
  opened: 'ignore',
  welcomed: 'ignore',
  lost: 'ignore',
  'turned-away': 'ignore',
  due: 'ignore',
  pause: 'ignore',
  resume: 'ignore',
  close: 'ignore',
} as const

/** Nothing is on its way; `pause` and `close` end what is. */
const resting = { ...ended, pause: 'paused', close: 'closed' } as const

/** There is a socket. */
const connected = { ...resting, lost: 'waiting', 'turned-away': 'turned-away' } as const

/** Every phase answers every event; the compiler checks that none is forgotten. */
export const connectionTransitions: Readonly<
  Record<ConnectionPhase, Readonly<Record<ConnectionEvent, ConnectionPhase | 'ignore'>>>
> = {
  idle: { ...resting, wanted: 'connecting' },
  connecting: { ...connected, opened: 'greeting' },
  greeting: { ...connected, welcomed: 'online' },
  online: connected,
  waiting: { ...resting, due: 'connecting', resume: 'connecting' },
  paused: { ...resting, pause: 'ignore', resume: 'connecting' },
  'turned-away': { ...resting, resume: 'connecting' },
  closed: ended,
}
