import type { Standing } from '../model'

/** One thing that a record was made from. `unknown`: this replica does not hold it. */
export interface Support {
  readonly id: string
  readonly standing: Standing | 'unknown'
}
