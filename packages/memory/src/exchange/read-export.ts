import * as v from 'valibot'
import { CommonplaceError } from '../errors'
import { type Entry, type Pause, stringToDot } from '../model'

const header = v.object({ commonplace: v.union([v.literal(1), v.literal(2)]), space: v.string(), entries: v.number() })
const line = v.object({
  dot: v.string(),
  key: v.string(),
  parents: v.array(v.string()),
  payload: v.string(),
  artifact: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER))),
})

/** What an export holds: the space's name, its entries, and those of its artifacts by segment, each by writer and clock. */
export interface ReadExport {
  readonly space: string
  readonly entries: readonly Entry[]
  readonly artifacts: ReadonlyMap<number, readonly Entry[]>
}

/** @throws CommonplaceError `invalid-input` naming the line that is none of an export */
export async function readExport(text: string, pause: Pause): Promise<ReadExport> {
  const [first, ...rest] = text.split('\n').filter(each => each.trim() !== '')
  const { space, entries: count } = parsed(header, first ?? '', 1)
  if (rest.length !== count) throw refused(rest.length + 1, `${rest.length} of ${count} entries: the text is cut off`)
  const entries: Entry[] = []
  const artifacts = new Map<number, Entry[]>()
  for (const [at, each] of rest.entries()) {
    const { dot, parents, artifact, ...said } = parsed(line, each, at + 2)
    const [own, ...named] = [dot, ...parents].map(written => stringToDot(written) ?? refused(at + 2, `"${written}"`))
    const entry = { ...said, dot: own!, parents: named }
    const others = artifacts.get(artifact ?? 0)
    if (artifact === undefined) entries.push(entry)
    else if (others) others.push(entry)
    else artifacts.set(artifact, [entry])
    await pause()
  }
  for (const each of [entries, ...artifacts.values()])
    each.sort((a, b) => a.dot.client - b.dot.client || a.dot.clock - b.dot.clock)
  return { space, entries, artifacts }
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, text: string, number: number): v.InferOutput<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What is no JSON is no line either.
  }
  const result = v.safeParse(schema, value)
  return result.success ? result.output : refused(number, 'not what memory.export writes')
}

function refused(number: number, what: string): never {
  throw unfit(`line ${number} of the export is ${what}`)
}

/** What says that a text is none that `memory.export` gives. */
export function unfit(message: string): CommonplaceError {
  return new CommonplaceError('invalid-input', message, {
    hint: 'give the text as memory.export wrote it; { format } names others',
  })
}
