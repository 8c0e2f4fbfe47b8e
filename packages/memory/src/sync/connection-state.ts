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

/** Every phase answers every event; the compiler checks that none is forgotten. */
export const connectionTransitions: Readonly<
  Record<ConnectionPhase, Readonly<Record<ConnectionEvent, ConnectionPhase | 'ignore'>>>
> = {
  idle: {
    wanted: 'connecting',
    opened: 'ignore',
    welcomed: 'ignore',
    lost: 'ignore',
    'turned-away': 'ignore',
    due: 'ignore',
    pause: 'paused',
    resume: 'ignore',
    close: 'closed',
  },
  connecting: {
    wanted: 'ignore',
    opened: 'greeting',
    welcomed: 'ignore',
    lost: 'waiting',
    'turned-away': 'turned-away',
    due: 'ignore',
    pause: 'paused',
    resume: 'ignore',
    close: 'closed',
  },
  greeting: {
    wanted: 'ignore',
    opened: 'ignore',
    welcomed: 'online',
    lost: 'waiting',
    'turned-away': 'turned-away',
    due: 'ignore',
    pause: 'paused',
    resume: 'ignore',
    close: 'closed',
  },
  online: {
    wanted: 'ignore',
    opened: 'ignore',
    welcomed: 'ignore',
    lost: 'waiting',
    'turned-away': 'turned-away',
    due: 'ignore',
    pause: 'paused',
    resume: 'ignore',
    close: 'closed',
  },
  waiting: {
    wanted: 'ignore',
    opened: 'ignore',
    welcomed: 'ignore',
    lost: 'ignore',
    'turned-away': 'ignore',
    due: 'connecting',
    pause: 'paused',
    resume: 'connecting',
    close: 'closed',
  },
  paused: {
    wanted: 'ignore',
    opened: 'ignore',
    welcomed: 'ignore',
    lost: 'ignore',
    'turned-away': 'ignore',
    due: 'ignore',
    pause: 'ignore',
    resume: 'connecting',
    close: 'closed',
  },
  'turned-away': {
    wanted: 'ignore',
    opened: 'ignore',
    welcomed: 'ignore',
    lost: 'ignore',
    'turned-away': 'ignore',
    due: 'ignore',
    pause: 'paused',
    resume: 'connecting',
    close: 'closed',
  },
  closed: {
    wanted: 'ignore',
    opened: 'ignore',
    welcomed: 'ignore',
    lost: 'ignore',
    'turned-away': 'ignore',
    due: 'ignore',
    pause: 'ignore',
    resume: 'ignore',
    close: 'ignore',
  },
}
