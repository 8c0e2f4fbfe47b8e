import { isDeepStrictEqual } from 'node:util'
import type { Memory, MemoryRecord, RecordVersion } from '@commonplace/memory'
import { words } from './steps'
import { isRefusal } from './team'

/** Everything that an agent is given of spaces, by what it asked. */
export type View = ReadonlyMap<string, unknown>

/** What every replica has to show alike of a record: how safe it is there, and what rests on a private note, is its own affair. */
function plain({ durability: _, durable: __, trust: ___, supports, ...record }: MemoryRecord) {
  const others = supports.filter(({ id }) => !id.startsWith('private:'))
  return {
    ...record,
    supports: others.map(({ id, standing }) => ({ id, standing: standing === 'unknown' ? 'open' : standing })),
  }
}

const ofVersion = ({ id, content, state, author, reason }: RecordVersion) => ({ id, content, state, author, reason })

/** What a verb gives, or the code that it ends with. */
async function told(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (error) {
    if (isRefusal(error)) return error.code
    throw error
  }
}

/** What an agent is given of some spaces, and of records by their ids. */
export async function viewOf(memory: Memory, spaces: readonly string[], ids: Iterable<string>): Promise<View> {
  const view = new Map<string, unknown>()
  const filter = { space: [...spaces] }
  const everything = { filter, scope: 'all' } as const
  view.set('records', (await memory.getAll(everything)).map(plain))
  for (const space of spaces) {
    const facts = await memory.facts.list({ space })
    view.set(
      `facts of ${space}`,
      facts.map(({ key, settled, value, sides }) => ({ key, settled, value, sides: sides.map(({ id }) => id) })),
    )
  }
  for (const word of words) {
    const hits = await memory.search(word, { limit: 100, ...everything })
    view.set(`search for ${word}`, hits.map(({ record }) => record.version).sort())
  }
  const rescopings = await memory.rescopings()
  view.set(
    'rescopings',
    rescopings.map(({ changes, ...each }) => ({
      ...each,
      changes: changes.filter(({ space }) => spaces.includes(space)),
    })),
  )
  for (const id of ids) {
    view.set(`history of ${id}`, await told(memory.history(id).then(versions => versions.map(ofVersion))))
    view.set(`dependents of ${id}`, await told(memory.dependents(id)))
  }
  return view
}

/** What differs between two views. An id that one of them was never given by the relay, or that was compacted there, is its own affair. */
export function differences(a: View, b: View, who: string): string[] {
  const isUnknown = (asked: string) => [a, b].some(view => gone.has(view.get(asked)))
  return [...a.keys()]
    .filter(asked => !isUnknown(asked))
    .flatMap(asked => {
      const found = difference(toPlain(a.get(asked)), toPlain(b.get(asked)))
      return found === undefined ? [] : [`${who}, ${asked}${found}`]
    })
}

const gone = new Set<unknown>(['unknown-record', 'beyond-retention'])

const toPlain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))

/** The first place where two values differ, and both; undefined where they are alike. */
function difference(a: unknown, b: unknown): string | undefined {
  if (isDeepStrictEqual(a, b)) return undefined
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `: ${JSON.stringify(a)}, ${JSON.stringify(b)}`
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference(a[key as never], b[key as never])
    if (found !== undefined) return `.${key}${found}`
  }
  return undefined
}
