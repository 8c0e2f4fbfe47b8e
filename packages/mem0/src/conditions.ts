import { refused } from './refused'

type Compare = (held: unknown, asked: unknown) => boolean

const ordered =
  (decide: (held: number | string, asked: number | string) => boolean): Compare =>
  (held, asked) =>
    typeof held === typeof asked &&
    (typeof held === 'number' || typeof held === 'string') &&
    decide(held, asked as never)
const within: Compare = (held, asked) => (asked as unknown[]).some(each => isSame(held, each))
const holds: Compare = (held, asked) => typeof held === 'string' && held.includes(asked as string)

/** What mem0's filters compare with: the value that a memory has, null where it has none, and what is asked for. */
const operators = new Map<string, Compare>([
  ['eq', isSame],
  ['ne', (held, asked) => !isSame(held, asked)],
  ['gt', ordered((held, asked) => held > asked)],
  ['gte', ordered((held, asked) => held >= asked)],
  ['lt', ordered((held, asked) => held < asked)],
  ['lte', ordered((held, asked) => held <= asked)],
  ['in', within],
  ['nin', (held, asked) => !within(held, asked)],
  ['contains', holds],
  [
    'icontains',
    (held, asked) => holds(typeof held === 'string' && held.toLowerCase(), (asked as string).toLowerCase()),
  ],
])

/**
 * Whether a value is what a field of a filter asks for: equal, one of a list, `'*'` for any, or all of `{ gt: 3, lt: 5 }`.
 *
 * @throws CommonplaceError `invalid-input` for undefined, and for an operator that mem0 does not have
 */
export function toCondition(field: string, asked: unknown): (held: unknown) => boolean {
  if (asked === undefined)
    throw refused(`filters.${field} is undefined: leave it out, or give null for memories without`)
  if (asked === '*') return held => held !== null
  if (Array.isArray(asked)) return held => within(held, asked)
  if (typeof asked !== 'object' || asked === null) return held => isSame(held, asked)
  const parts = Object.entries(asked).map(([name, value]) => toComparison(field, name, value))
  if (parts.length > 0) return held => parts.every(part => part(held))
  throw refused(`filters.${field} is an empty object: give a value, or one of ${[...operators.keys()].join(', ')}`)
}

function toComparison(field: string, name: string, asked: unknown): (held: unknown) => boolean {
  const compare = operators.get(name)
  if (!compare)
    throw refused(
      `Unsupported metadata filter operator: ${name}. filters.${field} takes ${[...operators.keys()].join(', ')}.`,
    )
  if (['in', 'nin'].includes(name) && !Array.isArray(asked))
    throw refused(`filters.${field}.${name} wants a list of values`)
  if (['contains', 'icontains'].includes(name) && typeof asked !== 'string')
    throw refused(`filters.${field}.${name} wants a text`)
  return held => compare(held, asked)
}

function isSame(held: unknown, asked: unknown): boolean {
  return held === asked
}
