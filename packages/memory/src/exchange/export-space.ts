import { eachHeld } from '../artifacts/each-held'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked, name } from '../input/input'
import { dotToString, type Entry, inTurns, type Pause, readVersion } from '../model'
import { vectorOf } from '../model/document-vector'
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
  readonly artifact?: number | undefined
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
      await refuseHidden(core, opened)
      const lines: string[] = []
      await inTurns(entriesOf(opened), core.pause, entry => {
        if (entry) lines.push(lineOf(entry))
      })
      // Where the store is lost, what is in memory still gets out; artifacts are on disk alone.
      const artifacts = core.store.status.value.lost
        ? []
        : await eachHeld(core.artifacts, space, ({ segment }, each) => {
            const held: string[] = []
            for (const entry of entriesOf(each)) if (entry) held.push(lineOf(entry, segment))
            return held
          })
      for (const each of artifacts) lines.push(...each)
      const header: ExportHeader = { commonplace: artifacts.length > 0 ? 2 : 1, space, entries: lines.length }
      return textOf([JSON.stringify(header), ...lines], core.pause)
    })
  })
}

async function refuseHidden(core: Core, space: Space): Promise<void> {
  if (core.policy?.read === undefined) return
  const context = core.projection.context(space)
  let hidden = 0
  await inTurns([...space.index.keys()], core.pause, key => {
    if (!isShown(key)) return
    const verdict = core.projection.verdict(space, key)
    const isPart = (entry: Entry) => shownVersion(core, space, verdict, readVersion(entry, context)) !== 'whole'
    if (space.index.entriesOf(key).some(isPart)) hidden++
  })
  if (hidden === 0) return
  throw new CommonplaceError(
    'forbidden',
    `agent "${core.identity.agent}" may not export space "${space.name}": the read policy hides or changes ${hidden} of its records`,
    {
      hint: 'export with a memory whose policy.read lets all of it through',
    },
  )
}

/**
 * The entries that a space holds now, by writer and clock, however much is written while they are taken; undefined where one
 * was deleted, or a hostile writer counted on by a million.
 */
function* entriesOf({ index, replica }: Space): Generator<Entry | undefined> {
  for (const [client, end] of [...vectorOf(replica.doc)].sort(([a], [b]) => a - b)) {
    for (let clock = 0; clock < end; clock++) yield index.get({ client, clock })
  }
}

function lineOf({ dot, key, parents, payload }: Entry, artifact?: number): string {
  const line: ExportLine = { dot: dotToString(dot), key, parents: parents.map(dotToString), payload, artifact }
  return JSON.stringify(line)
}

/** So many lines are made one string at a time. */
const joined = 256

async function textOf(lines: readonly string[], pause: Pause): Promise<string> {
  let text = ''
  for (let from = 0; from < lines.length; from += joined) {
    text += `${lines.slice(from, from + joined).join('\n')}\n`
    await pause()
  }
  return text
}
