import type { Core } from '../core'
import type { Instant, Json } from '../model'
import { instants } from '../reading/instants'
import type { Author } from '../reading/record'
import { unknownAuthor } from '../reading/to-record'
import type { SavedState } from './held-state'

/** A saved state of a run. Frozen. */
export interface Checkpoint<State = Json> {
  readonly run: string
  /** Counts the checkpoints of the run; `runs.restore` takes it. */
  readonly version: number
  /** How often the run has changed hands. */
  readonly term: number
  readonly state: State
  readonly author: Author
  readonly time: Instant
  /** Whether it was saved by this opening of the memory, which still holds the run. */
  readonly held: boolean
}

/** @param current the state that counts now */
export function toCheckpoint(
  core: Core,
  run: string,
  { line, saved }: SavedState,
  current: SavedState | undefined,
): Checkpoint {
  const { version, term, state, holder } = saved
  const held = holder === core.session && current?.saved.holder === holder
  const author = line.author ?? unknownAuthor
  const fields = { run, version, term, state, author, held }
  return Object.freeze(Object.defineProperties(fields, instants({ time: line.version.time.ms })) as Checkpoint)
}
