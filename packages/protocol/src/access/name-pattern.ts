/** Whom something is asked for: an agent, and the user for whom it acts ('' for nobody). */
export interface Who {
  readonly agent: string
  readonly user: string
}

const placeholders = ['agent', 'user'] as const

type Placeholder = (typeof placeholders)[number]

interface Part {
  readonly before: string
  /** what stands between: nothing, one or more characters, or a name of the principal */
  readonly middle: '' | '*' | Placeholder
  readonly after: string
}

/** Whether a pattern stands for one name only, itself. */
export const isLiteral = (pattern: string): boolean => !/[*{}]/.test(pattern)

/** Whether a name is one of a pattern's, for a principal. */
export type NamePattern = (name: string, principal: Who) => boolean

/**
 * Reads a pattern of names. A pattern and a name are compared part by part, cut at `/`. A part is literal but for one `*` (one or
 * more characters) or one placeholder, `{agent}` or `{user}`; a last part `**` stands for one or more parts. A principal's
 * name that is empty or holds a `/` fills no placeholder: `{agent}/{user}` would else name the same room for two principals.
 *
 * @throws Error that says what is wrong with the pattern
 */
export function parseNamePattern(pattern: string): NamePattern {
  const texts = pattern.split('/')
  const isOpen = texts.at(-1) === '**'
  const parts = (isOpen ? texts.slice(0, -1) : texts).map(text => parsePart(text, pattern))
  return (name, principal) => {
    const given = name.split('/')
    if (isOpen ? given.length <= parts.length : given.length !== parts.length) return false
    return parts.every((part, index) => isPart(given[index]!, part, principal))
  }
}

function parsePart(text: string, pattern: string): Part {
  const [, before = '', special = '', after = ''] = /^([^*{}]*)(\*|\{agent\}|\{user\})?([^*{}]*)$/.exec(text) ?? []
  if (before + special + after !== text || text === '') {
    throw new Error(
      `pattern "${pattern}": each part between slashes is text with at most one *, {agent} or {user}, and only the last may be **`,
    )
  }
  if (special === '*' || special === '') return { before, middle: special, after }
  return { before, middle: placeholders.find(name => special === `{${name}}`)!, after }
}

function isPart(given: string, { before, middle, after }: Part, principal: Who): boolean {
  const length = given.length - before.length - after.length
  if (length < 0 || !given.startsWith(before) || !given.endsWith(after)) return false
  if (middle === '') return length === 0
  if (length === 0) return false
  return middle === '*' || given.slice(before.length, before.length + length) === principal[middle]
}
