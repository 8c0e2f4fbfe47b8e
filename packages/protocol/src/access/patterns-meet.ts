import type { Who } from './name-pattern'

/** Whether some name is one of both patterns, for a principal: so that a revocation is told to those it takes something from. */
export function patternsMeet(one: string, other: string, who: Who): boolean {
  const [a, b] = [partsOf(one, who), partsOf(other, who)]
  if (a === null || b === null) return false
  const [short, long] = a.parts.length <= b.parts.length ? [a, b] : [b, a]
  if (a.parts.length === b.parts.length ? a.isOpen !== b.isOpen : !short.isOpen) return false
  // One that is open has at least one part more than it names, and so has the other where both are as long.
  return short.parts.every((part, index) => partsMeet(part, long.parts[index]!))
}

interface Part {
  readonly before: string
  readonly after: string
  /** one or more characters stand between */
  readonly isWide: boolean
}

/** null where a placeholder has no name to stand for */
function partsOf(pattern: string, who: Who): { readonly parts: readonly Part[]; readonly isOpen: boolean } | null {
  const texts = pattern.split('/')
  const isOpen = texts.at(-1) === '**'
  const parts: Part[] = []
  for (const text of isOpen ? texts.slice(0, -1) : texts) {
    const [, before = '', special = '', after = ''] = /^([^*{}]*)(\*|\{agent\}|\{user\})?([^*{}]*)$/.exec(text) ?? []
    const name = special === '{agent}' ? who.agent : special === '{user}' ? who.user : null
    if (name !== null && (name === '' || name.includes('/'))) return null
    if (special === '*') parts.push({ before, after, isWide: true })
    else parts.push({ before: before + (name ?? '') + after, after: '', isWide: false })
  }
  return { parts, isOpen }
}

function partsMeet(a: Part, b: Part): boolean {
  if (!a.isWide && !b.isWide) return a.before === b.before
  if (!a.isWide) return partsMeet(b, a)
  if (!b.isWide) {
    return (
      b.before.length > a.before.length + a.after.length && b.before.startsWith(a.before) && b.before.endsWith(a.after)
    )
  }
  const isEither = (x: string, y: string, test: (long: string, short: string) => boolean) =>
    x.length >= y.length ? test(x, y) : test(y, x)
  return (
    isEither(a.before, b.before, (long, short) => long.startsWith(short)) &&
    isEither(a.after, b.after, (long, short) => long.endsWith(short))
  )
}
