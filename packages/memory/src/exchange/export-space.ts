import type { Core } from '../core'
import { guarded } from '../guarded'
import { dotToString } from '../model'
import { checked, name } from '../record/input'

/** The first line of an export: what it is, and of which space. */
export interface ExportHeader {
  readonly commonplace: 1
  readonly space: string
  readonly entries: number
}

/** One entry of an export: an entry of the space as it is kept, history and all. */
export interface ExportLine {
  /** `<writer in base 36>.<clock>` */
  readonly dot: string
  readonly key: string
  readonly parents: readonly string[]
  /** see `record-tuple.ts`; written as it stands */
  readonly payload: string
}

/**
 * A space as JSON lines: a header, then every entry this replica holds, by writer and clock; two replicas that hold the
 * same give the same text.
 */
export function exportSpace(core: Core, space: string): Promise<string> {
  return guarded(core, 'export', () => {
    checked(name, space, core.identity.agent, 'export', 'the name of a space')
    return core.pool.using(space, ({ index }) => {
      const entries = [...index.keys()].flatMap(key => index.entriesOf(key))
      entries.sort((a, b) => a.dot.client - b.dot.client || a.dot.clock - b.dot.clock)
      const header: ExportHeader = { commonplace: 1, space, entries: entries.length }
      const lines = entries.map(({ dot, key, parents, payload }): ExportLine => {
        return { dot: dotToString(dot), key, parents: parents.map(dotToString), payload }
      })
      return `${[header, ...lines].map(line => JSON.stringify(line)).join('\n')}\n`
    })
  })
}
