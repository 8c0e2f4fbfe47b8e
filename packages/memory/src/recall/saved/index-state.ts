import type { Columns } from '../columns'
import type { Indexed } from '../indexed'
import type { Sequences } from '../sequences'
import type { Slots } from '../slots'
import type { TextIndex } from '../text-index'
import type { Traits } from '../traits'

/** What an index is made of, for those who save and restore it. */
export interface IndexState {
  readonly slots: Slots
  /** by slot; the first place stays empty */
  readonly records: (Indexed | undefined)[]
  readonly text: TextIndex
  readonly columns: Columns
  readonly sequences: Sequences
  readonly traits: Traits
  /** Grows whenever a record of the space is replaced or removed. */
  losses(space: string): number
  /** Told of each record that has to be given its vector; absent without vectors. */
  readonly onPassage?: ((id: string) => void) | undefined
}

/** The form of what is saved, and of what words become: another one is not read. */
export const savedForm = 3
