import type * as z from 'zod/mini'

type Issue = z.core.$ZodIssue
type Schema = z.core.$ZodType

/** What a schema found wrong with outside input, in words, and what would fit instead. */
export interface Misfit {
  readonly problem: string
  readonly hint: string
}

/** The first thing that is wrong, the unknown names before all: a name spelled wrongly is why another is missing. */
export function misfit(schema: Schema, issues: readonly Issue[], given: unknown, subject: string): Misfit {
  const issue = issues.find(each => each.code === 'unrecognized_keys') ?? issues[0]
  if (!issue) return { problem: 'it does not fit', hint: `look up ${subject} in the documentation of the verb` }
  const branch = issue.code === 'invalid_union' && issue.message === unsaid ? deepest(issue.errors) : undefined
  if (branch) {
    const inner = branch.map(each => ({ ...each, path: [...issue.path, ...each.path] }))
    return misfit(schema, inner, given, subject)
  }
  const known = issue.code === 'unrecognized_keys' ? namesAt(schema, issue.path) : []
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
  return {
    problem: `${where}${said(issue, known, at(given, issue.path))}`,
    hint: hintFor(schema, issue, known, given, subject),
  }
}

/** What zod says where neither a schema nor a locale has words of its own. */
const unsaid = 'Invalid input'

function said(issue: Issue, known: readonly string[], given: unknown): string {
  if (issue.message !== unsaid) return issue.message
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown option ${issue.keys.map(key => quoted(key) + meant(key, known)).join(', ')}`
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${units(issue.origin)}`
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${units(issue.origin)}`
    default:
      return `expected ${wanted(issue)}, not ${named(given)}`
  }
}

function wanted(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? 'a whole number' : article(issue.expected)
  if (issue.code === 'invalid_value') return either(issue.values.map(quoted))
  if (issue.code === 'invalid_union')
    return either([...new Set(issue.errors.flatMap(each => each.slice(0, 1).map(wanted)))])
  return 'something else'
}

function hintFor(schema: Schema, issue: Issue, known: readonly string[], given: unknown, subject: string): string {
  const path = issue.path.join('.')
  if (known.length > 0) return `${path === '' ? 'the options are' : `${path} takes`} ${known.join(', ')}`
  if (path === '') {
    const names = namesAt(schema, [])
    return names.length > 0 ? `pass an object; its options are ${names.join(', ')}` : `pass ${subject} of that form`
  }
  if (optional(schema, issue.path)) return `correct ${path}, or leave it out`
  return at(given, issue.path) === undefined ? `pass ${path}, it is needed` : `correct ${path}`
}

/** The branch of a union that the input was meant for: the one that it follows deepest. None where all fail at the top. */
function deepest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find(issues => issues.every(issue => issue.path.length > 0 || issue.code === 'unrecognized_keys'))
}

function within(schema: Schema | undefined, key: PropertyKey): Schema[] {
  return bare(schema).flatMap(each => {
    const def = each._zod.def as unknown as Definition
    if (def.type === 'object') return def.shape[String(key)] ?? []
    return def.type === 'array' ? def.element : []
  })
}

type Definition =
  | { type: 'object'; shape: Record<string, Schema> }
  | { type: 'array'; element: Schema }
  | { type: 'union'; options: Schema[] }
  | { type: 'optional' | 'nullable' | 'default'; innerType: Schema }

/** A schema without what makes it optional; the parts of a union. */
function bare(schema: Schema | undefined): Schema[] {
  if (!schema) return []
  const def = schema._zod.def as unknown as Definition
  if (def.type === 'union') return def.options.flatMap(bare)
  return 'innerType' in def ? bare(def.innerType) : [schema]
}

function find(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  return path.reduce<Schema[]>((schemas, key) => schemas.flatMap(each => within(each, key)), [schema])
}

function namesAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  const objects = find(schema, path).flatMap(bare)
  return [
    ...new Set(
      objects.flatMap(each => {
        const def = each._zod.def as unknown as Definition
        return def.type === 'object' ? Object.keys(def.shape) : []
      }),
    ),
  ]
}

function optional(schema: Schema, path: readonly PropertyKey[]): boolean {
  return find(schema, path).some(each => ['optional', 'default'].includes(each._zod.def.type))
}

function at(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], given)
}

/** `, did you mean "tags"?` where one known name is a slip of the fingers away. */
function meant(key: string, known: readonly string[]): string {
  const near = known.find(
    name => slips(key.toLowerCase(), name.toLowerCase()) <= Math.max(1, Math.floor(name.length / 4)),
  )
  return near ? ` (did you mean ${quoted(near)}?)` : ''
}

/** Levenshtein's distance, for names of options: short ones. */
function slips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length] ?? 0
}

function named(given: unknown): string {
  if (given === null || given === undefined) return String(given)
  if (typeof given === 'string') return quoted(given.length > 40 ? `${given.slice(0, 39)}…` : given)
  if (typeof given === 'number' || typeof given === 'boolean' || typeof given === 'bigint') return String(given)
  return Array.isArray(given) ? 'an array' : article(typeof given)
}

function units(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' || origin === 'set' ? ' entries' : ''
}

const article = (word: string) =>
  word === 'undefined' || word === 'null' ? word : `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`
const quoted = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value))
const either = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? 'something else') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`
