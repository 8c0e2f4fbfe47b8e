import * as z from 'zod/mini'
import { CommonplaceError } from '../errors'
import { type Entry, stringToDot } from '../model'

const header = z.object({ commonplace: z.literal(1), space: z.string(), entries: z.number() })
const line = z.object({ dot: z.string(), key: z.string(), parents: z.array(z.string()), payload: z.string() })

/** What an export holds: the space's name, and its entries by writer and clock. */
export interface ReadExport {
  readonly space: string
  readonly entries: readonly Entry[]
}

/** @throws CommonplaceError `invalid-input` naming the line that is none of an export */
export function readExport(text: string): ReadExport {
  const [first, ...rest] = text.split('\n').filter(each => each.trim() !== '')
  const { space, entries: count } = parsed(header, first ?? '', 1)
  const entries = rest.map((each, at) => {
    const { dot, parents, ...said } = parsed(line, each, at + 2)
    const [own, ...named] = [dot, ...parents].map(written => stringToDot(written) ?? refused(at + 2, `"${written}"`))
    return { ...said, dot: own!, parents: named }
  })
  if (entries.length !== count)
    throw refused(rest.length + 1, `${entries.length} of ${count} entries: the text is cut off`)
  entries.sort((a, b) => a.dot.client - b.dot.client || a.dot.clock - b.dot.clock)
  return { space, entries }
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
