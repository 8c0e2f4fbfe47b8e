/** What LangGraph compares with: the value of an item's field, and what the filter says of it. */
const operators = new Map<string, (held: unknown, asked: unknown) => boolean>([
  ['$eq', (held, asked) => held === asked],
  ['$ne', (held, asked) => held !== asked],
  ['$gt', (held, asked) => Number(held) > Number(asked)],
  ['$gte', (held, asked) => Number(held) >= Number(asked)],
  ['$lt', (held, asked) => Number(held) < Number(asked)],
  ['$lte', (held, asked) => Number(held) <= Number(asked)],
  ['$in', (held, asked) => Array.isArray(asked) && asked.includes(held)],
  ['$nin', (held, asked) => !Array.isArray(asked) || !asked.includes(held)],
])

/**
 * Whether a value is what a filter of LangGraph asks for: fields that are equal, or `{ $gt: 3 }` and the like.
 *
 * @throws TypeError for an operator that LangGraph does not have: it would admit nothing, or everything
 */
export function fits(value: Readonly<Record<string, unknown>>, filter: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(filter).every(([field, asked]) => {
    const held = Object.hasOwn(value, field) ? value[field] : undefined
    const names = typeof asked === 'object' && asked !== null && !Array.isArray(asked) ? Object.keys(asked) : []
    if (!names.some(name => name.startsWith('$'))) return held === asked
    return names.every(name => operatorOf(name, field)(held, (asked as Record<string, unknown>)[name]))
  })
}

function operatorOf(name: string, field: string): (held: unknown, asked: unknown) => boolean {
  const operator = operators.get(name)
  if (operator) return operator
  throw new TypeError(`the filter of field "${field}" has "${name}"; it takes ${[...operators.keys()].join(', ')}`)
}
