import type { InspectedVersion } from '../memory-face'

/** Why readers are not given a record, as far as this replica knows. */
export interface Absence {
  readonly heading: string
  readonly words: string
}

const unknown: Absence = {
  heading: 'This record is not here',
  words:
    'It was erased, never reached this agent, or is in a space that it has not opened or may not read: all of these look the same.',
}

const absences: Readonly<Record<InspectedVersion['state'], Absence>> = {
  current: unknown,
  superseded: unknown,
  ignored: unknown,
  refuted: {
    heading: 'This record was refuted',
    words: 'Readers are no longer given it, nor what rests on it alone.',
  },
  retracted: { heading: 'This record was retracted', words: 'Readers are no longer given it. What it said is below.' },
  closed: {
    heading: 'This record is closed',
    words: 'What it rests on was refuted, retracted, or is not validated yet.',
  },
  quarantined: { heading: 'This record is held back', words: 'Readers are given it once it is validated.' },
  forged: {
    heading: 'This record is ignored',
    words: 'It is in the name of another agent than the one that wrote it.',
  },
  'not-valid': { heading: 'This record does not hold now', words: 'It has expired, or holds at another time.' },
  compacted: { heading: 'This record was compacted', words: 'It was superseded, and its content is kept no longer.' },
}

/**
 * What is said in place of a record that no reader is given.
 *
 * @param versions its history, earliest first, where this replica has any
 */
export function absenceText(versions: readonly Pick<InspectedVersion, 'state'>[]): Absence {
  const last = versions.findLast(({ state }) => absences[state] !== unknown)
  return last ? absences[last.state] : unknown
}
