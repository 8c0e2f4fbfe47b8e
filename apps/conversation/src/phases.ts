/** The parts of a conversation, in order: together, apart, together again. */
export interface Phases<Turn> {
  readonly before: readonly Turn[]
  readonly apart: readonly Turn[]
  readonly after: readonly Turn[]
}

/** Cuts a conversation for the loss of a connection midway: two fifths before it, a fifth during it, the rest after it. */
export function phasesOf<Turn>(turns: readonly Turn[]): Phases<Turn> {
  const from = Math.floor(turns.length * 0.4)
  const to = Math.ceil(turns.length * 0.6)
  return { before: turns.slice(0, from), apart: turns.slice(from, to), after: turns.slice(to) }
}
