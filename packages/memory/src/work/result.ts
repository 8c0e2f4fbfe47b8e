import type { Core } from '../core'
import { type Line, linesOf } from '../ledger/line'
import { compareVersions, type Json } from '../model'
import { instants } from '../reading/instants'
import { unknownAuthor } from '../reading/to-record'
import type { Space } from '../space/space'
import type { WorkResult, WorkRun } from './work-result'

/** What a line of the ledger says of a run. */
interface Said {
  readonly key: string
  /** the number of the lease; absent for a run without one */
  readonly lease?: number
  /** absent when the run gave nothing */
  readonly value?: Json
}

export function resultToValue(said: Said): Json {
  return {
    key: said.key,
    ...(said.lease !== undefined && { lease: said.lease }),
    ...(said.value !== undefined && { value: said.value }),
  }
}

function valueToResult(value: Json): Said | undefined {
  const said = value as Partial<Said> | null
  return typeof said?.key === 'string' ? (said as Said) : undefined
}

/**
 * The result of a piece of work: of several the one that was committed under a lease, then the earliest, so that every
 * replica chooses alike and what was used first stays.
 */
export function resultOf(core: Core, space: Space, line: string): WorkResult | undefined {
  const found = linesOf(core, space, line).flatMap(each => {
    const said = valueToResult(each.value)
    return said ? [{ each, said }] : []
  })
  found.sort(
    (a, b) =>
      Number(b.said.lease !== undefined) - Number(a.said.lease !== undefined) ||
      compareVersions(a.each.version, b.each.version),
  )
  const [first] = found
  if (!first) return undefined
  const runs = Object.freeze(found.map(({ each, said }) => toRun(each, said)))
  const { key } = first.said
  const result = { ...shownRun(first.each, first.said), key, space: space.name, overlapped: runs.length > 1, runs }
  const { version, body } = first.each
  const times = instants({ time: version.time.ms, expires: body.expires })
  return Object.freeze(Object.defineProperties(result, times) as WorkResult)
}

function toRun(line: Line, said: Said): WorkRun {
  const times = instants({ time: line.version.time.ms })
  return Object.freeze(Object.defineProperties(shownRun(line, said), times) as WorkRun)
}

function shownRun({ author }: Line, { value, lease }: Said) {
  return { value, author: author ?? unknownAuthor, leased: lease !== undefined }
}
