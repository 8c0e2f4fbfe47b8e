import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked, name } from '../input/input'
import { dotToString, type EntryIndex, readVersion } from '../model'
import { shownVersion } from '../policy/shown-version'
import { isShown } from '../reading/reader'
import type { Space } from '../space/space'

/** The first line of an export: what it is, and of which space. */
export interface ExportHeader {
  /** 2 where it holds texts of artifacts: programs that know none refuse it. */
  readonly commonplace: 1 | 2
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
  /** The segment of the artifact that it is a part of. */
  readonly artifact?: number
}

/**
 * A space as JSON lines: a header, then every entry this replica holds, by writer and clock, then those of the artifacts that
 * it holds; two replicas that hold the same give the same text.
 *
 * @throws CommonplaceError `forbidden` where the read policy keeps anything of it from this agent: an export is whole or is not
 */
export function exportSpace(core: Core, space: string): Promise<string> {
  return guarded(core, 'export', () => {
    checked(name, space, core.identity.agent, 'export', 'the name of a space')
    return core.pool.using(space, async opened => {
      const { index } = opened
      refuseHidden(core, opened)
      const own = linesOf(index)
      // Where the store is lost, what is in memory still gets out; artifacts are on disk alone.
      const artifacts = core.store.status.value.lost
        ? []
        : await core.artifacts.eachHeld(space, ({ segment }, each) => linesOf(each.index, segment))
      const lines = [...own, ...artifacts.flat()]
      const header: ExportHeader = { commonplace: artifacts.length > 0 ? 2 : 1, space, entries: lines.length }
      return `${[header, ...lines].map(line => JSON.stringify(line)).join('\n')}\n`
    })
  })
}

function refuseHidden(core: Core, space: Space): void {
  if (core.policy?.read === undefined) return
  const context = core.projection.context(space)
  const hidden = [...space.index.keys()].filter(isShown).filter(key => {
    const verdict = core.projection.verdict(space, key)
    return space.index
      .entriesOf(key)
      .some(entry => shownVersion(core, space, verdict, readVersion(entry, context)) !== 'whole')
  })
  if (hidden.length === 0) return
  throw new CommonplaceError(
    'forbidden',
    `agent "${core.identity.agent}" may not export space "${space.name}": the read policy hides or changes ${hidden.length} of its records`,
    {
      hint: 'an export holds all of a space as it stands; export with a memory whose policy.read (openMemory) lets all of it through',
    },
  )
}

function linesOf(index: EntryIndex, artifact?: number): ExportLine[] {
  const entries = [...index.keys()].flatMap(key => index.entriesOf(key))
  entries.sort((a, b) => a.dot.client - b.dot.client || a.dot.clock - b.dot.clock)
  return entries.map(({ dot, key, parents, payload }): ExportLine => {
    const at = artifact === undefined ? {} : { artifact }
    return { dot: dotToString(dot), key, parents: parents.map(dotToString), payload, ...at }
  })
}
