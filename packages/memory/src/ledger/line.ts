import type { Core } from '../core'
import {
  compareVersions,
  encodeRecord,
  isExpired,
  type Json,
  type NewEntry,
  type RecordBody,
  type Version,
} from '../model'
import { parentsFor } from '../model/revise'
import type { Author } from '../reading/record'
import { signature } from '../signature'
import type { Space } from '../space/space'

/** One version of a line of the ledger that nobody has superseded. */
export interface Line {
  readonly value: Json
  readonly body: RecordBody
  readonly author: Author | undefined
  readonly version: Version
}

/**
 * The heads of a line, earliest first: one, or several whose writers did not see each other. None when it was struck
 * out, has expired, or cannot be read.
 */
export function linesOf(core: Core, space: Space, key: string): Line[] {
  const { now } = core.projection.context(space)
  return core.projection.verdict(space, key).heads.flatMap(version => lineOf(version, now) ?? [])
}

/** The latest head of a line: what counts where its writer is one agent. */
export function lastLine(core: Core, space: Space, key: string): Line | undefined {
  return linesOf(core, space, key)
    .sort((a, b) => compareVersions(a.version, b.version))
    .at(-1)
}

/** A version as a line; undefined when it strikes the line out, has expired, or cannot be read. */
export function lineOf(version: Version, now: number): Line | undefined {
  if (!version.record.ok) return undefined
  const { body } = version.record
  if (body.type !== 'fact' || body.value === undefined || isExpired(body, now)) return undefined
  return { value: body.value, body, author: version.author, version }
}

/** What a new version of a line says beside its value. */
export interface LineOptions {
  /** milliseconds since 1970 */
  readonly expires?: number
  readonly run?: string
  readonly reason?: string
  /** what the value is called where it holds a secret; left out where no caller's words are in it */
  readonly says?: string
}

/**
 * The entry that writes a line anew, superseding every head that this replica sees.
 *
 * @param value undefined strikes the line out
 * @throws ModelError `content-too-large` for a value over 64 kB; CommonplaceError `secret`
 */
export function newLine(
  core: Core,
  space: Space,
  key: string,
  value: Json | undefined,
  { expires, run, reason, says }: LineOptions = {},
): NewEntry {
  const payload = encodeRecord({
    type: value === undefined ? 'tombstone' : 'fact',
    kind: 'semantic',
    content: '',
    ...(value !== undefined && { value: says === undefined ? value : core.gate.cleaned(says, value) }),
    tags: [],
    derivedFrom: [],
    status: 'plain',
    ...signature(core, run),
    ...(expires !== undefined && { expires }),
    ...(reason !== undefined && { reason: core.gate.cleaned('the reason', reason) }),
  })
  const heads = core.projection.verdict(space, key).heads.map(head => head.entry)
  return { key, parents: parentsFor(heads, space.nextDot()), payload }
}
