import * as z from 'zod/mini'
import { CommonplaceError } from '../errors'
import { type Entry, stringToDot } from '../model'

const header = z.object({ commonplace: z.union([z.literal(1), z.literal(2)]), space: z.string(), entries: z.number() })
const line = z.object({
  dot: z.string(),
  key: z.string(),
  parents: z.array(z.string()),
  payload: z.string(),
  artifact: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER))),
})

/** What an export holds: the space's name, its entries, and those of its artifacts by segment, each by writer and clock. */
export interface ReadExport {
  readonly space: string
  readonly entries: readonly Entry[]
  readonly artifacts: ReadonlyMap<number, readonly Entry[]>
}

/** @throws CommonplaceError `invalid-input` naming the line that is none of an export */
export function readExport(text: string): ReadExport {
  const [first, ...rest] = text.split('\n').filter(each => each.trim() !== '')
  const { space, entries: count } = parsed(header, first ?? '', 1)
  if (rest.length !== count) throw refused(rest.length + 1, `${rest.length} of ${count} entries: the text is cut off`)
  const entries: Entry[] = []
  const artifacts = new Map<number, Entry[]>()
  for (const [at, each] of rest.entries()) {
    const { dot, parents, artifact, ...said } = parsed(line, each, at + 2)
    const [own, ...named] = [dot, ...parents].map(written => stringToDot(written) ?? refused(at + 2, `"${written}"`))
    const entry = { ...said, dot: own!, parents: named }
    if (artifact === undefined) entries.push(entry)
    else artifacts.set(artifact, [...(artifacts.get(artifact) ?? []), entry])
  }
  for (const each of [entries, ...artifacts.values()])
    each.sort((a, b) => a.dot.client - b.dot.client || a.dot.clock - b.dot.clock)
  return { space, entries, artifacts }
}

function parsed<Schema extends z.core.$ZodType>(schema: Schema, text: string, number: number): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refused(number, 'no JSON')
  }
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  throw refused(number, 'not what memory.export writes')
}

function refused(number: number, what: string): never {
  throw new CommonplaceError('invalid-input', `line ${number} of the export is ${what}`, {
    hint: 'give the text as memory.export wrote it; other formats are named by { format }',
  })
}
