import type * as v from 'valibot'

type Issue = v.BaseIssue<unknown>
type Schema = v.GenericSchema

/** What did not fit: the form, what is wrong with the input, and what the input is called. */
export interface Unfit {
  readonly schema: v.GenericSchema
  readonly issues: readonly v.BaseIssue<unknown>[]
  readonly input: unknown
  readonly subject: string
}

/** What a schema found wrong with outside input, in words, and what would fit instead. */
export interface Misfit {
  readonly problem: string
  readonly hint: string
}

/** The first thing that is wrong, the unknown names before all: a name spelled wrongly is why another is missing. */
export function misfit({ schema, issues, input: given, subject }: Unfit): Misfit {
  const issue = issues.find(each => each.expected === 'never') ?? issues[0]
  if (!issue) return { problem: 'it does not fit', hint: `look up ${subject} in the documentation of the verb` }
  const inner = isSaid(issue) ? [] : meantBranch(issue)
  if (inner.length > 0) return misfit({ schema, issues: inner, input: given, subject })
  const path = pathOf(issue)
  if (issue.expected === 'never') return unknownNames(schema, path.slice(0, -1), given)
  const where = path.length > 0 ? `${path.join('.')}: ` : ''
  if (issue.path?.at(-1)?.origin === 'key' && issue.input !== undefined) return unknownName(path, issue)
  return { problem: where + said(schema, issue, given), hint: hintFor(schema, path, given, subject) }
}

/** Whether the schema has words of its own; valibot's begin like this. */
const isSaid = ({ message }: Issue) => !message.startsWith('Invalid ')
const pathOf = ({ path }: Pick<Issue, 'path'>) => (path ?? []).map(({ key }) => key as PropertyKey)

function unknownNames(schema: Schema, path: readonly PropertyKey[], given: unknown): Misfit {
  const known = namesAt(schema, path)
  const names = Object.keys(at(given, path) ?? {}).filter(each => !known.includes(each))
  const where = path.join('.')
  const told = names.slice(0, 5).map(each => named(each) + meant(each, known))
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return {
    problem: `${where && `${where}: `}unknown option ${told.join(', ')}${more}`,
    hint: `${where === '' ? 'the options are' : `${where} takes`} ${known.join(', ')}`,
  }
}

/** A name in a record that knows which there may be. */
function unknownName(path: readonly PropertyKey[], { expected, message, input, ...issue }: Issue): Misfit {
  const where = path.slice(0, -1).join('.')
  const problem = isSaid({ ...issue, message } as Issue)
    ? message
    : `there is no ${named(input)}, only ${wanted(expected)}`
  return { problem: `${where && `${where}: `}${problem}`, hint: `correct the name ${named(input)}` }
}

function said(schema: Schema, issue: Issue, given: unknown): string {
  if (isSaid(issue)) return issue.message
  const { requirement } = issue as { requirement?: unknown }
  switch (issue.type) {
    case 'min_length':
      if (requirement === 1 && typeof issue.input === 'string') return 'expected a text that is not empty'
      return `expected at least ${requirement}${units(issue)}`
    case 'min_value':
      return `expected at least ${requirement}${units(issue)}`
    case 'max_length':
    case 'max_value':
      return `expected at most ${requirement}${units(issue)}`
    case 'integer':
      return `expected a whole number, not ${named(issue.input)}`
    default: {
      const path = pathOf(issue)
      const value = at(given, path)
      // Of what is missing the issue knows the name, and the schema the type.
      const expected = value === undefined ? find(schema, path)[0]?.expects : issue.expected
      return `expected ${wanted(expected ?? issue.expected)}, not ${named(value)}`
    }
  }
}

/** `a number or "auto"` for valibot's `(number | "auto")`. */
function wanted(expects: string | null | undefined): string {
  const parts = (expects ?? 'something else').replaceAll(/[()]/g, '').split(' | ')
  return either(parts.map(part => (/^[\w]+$/.test(part) && !/^\d/.test(part) ? article(plain[part] ?? part) : part)))
}

const plain: Readonly<Record<string, string>> = { Array: 'array', Object: 'object', Function: 'function' }

function hintFor(schema: Schema, path: readonly PropertyKey[], given: unknown, subject: string): string {
  const where = path.join('.')
  if (where === '') {
    const names = namesAt(schema, [])
    return names.length > 0 ? `pass an object; its options are ${names.join(', ')}` : `pass ${subject} of that form`
  }
  if (find(schema, path).some(({ type }) => type === 'optional')) return `correct ${where}, or leave it out`
  return at(given, path) === undefined ? `pass ${where}, it is needed` : `correct ${where}`
}

/** What the branch of a union says that the input was meant for: the one that it follows deepest. Nothing where all fail at the top. */
function meantBranch({ issues, path }: Issue): Issue[] {
  const deep = (issues ?? []).filter(each => each.path)
  return deep.map(each => ({ ...each, path: [...(path ?? []), ...each.path!] }) as Issue)
}

interface Definition {
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly options?: readonly (Schema | string)[]
  readonly wrapped?: Schema
}

/** A schema without what makes it optional; the parts of a union. */
function bare(schema: Schema): readonly (Schema & Definition)[] {
  const { wrapped, options } = schema as Schema & Definition
  if (wrapped) return bare(wrapped)
  return schema.type === 'union' ? (options as readonly Schema[]).flatMap(bare) : [schema]
}

function find(schema: Schema, path: readonly PropertyKey[]): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, key) => schemas.flatMap(bare).flatMap(({ entries, item }) => entries?.[String(key)] ?? item ?? []),
    [schema],
  )
}

function namesAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  const objects = find(schema, path).flatMap(bare)
  return [...new Set(objects.flatMap(({ entries }) => Object.keys(entries ?? {})))]
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

/** A value as an error speaks of it. */
function named(given: unknown): string {
  if (given === null || given === undefined) return String(given)
  if (typeof given === 'string') return quoted(given.length > 40 ? `${given.slice(0, 39)}…` : given)
  if (typeof given === 'number' || typeof given === 'boolean' || typeof given === 'bigint') return String(given)
  if (Array.isArray(given)) return 'an array'
  return article(typeof given === 'object' ? classOf(given) : typeof given)
}

/** `Date` for a Date, `object` for what is none of the platform's. */
const classOf = (given: object) => Object.prototype.toString.call(given).slice(8, -1).replace('Object', 'object')

/** A word with the article before it. */
const article = (word: string) =>
  ['undefined', 'null', 'false', 'true'].includes(word) ? word : `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`

const quoted = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value))

function units({ input }: Issue): string {
  if (typeof input === 'string') return ' characters'
  return Array.isArray(input) ? ' entries' : ''
}

const either = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? 'something else') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`
