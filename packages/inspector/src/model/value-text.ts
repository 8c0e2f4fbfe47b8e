/** A value of a record or fact as text: strings as they are, anything else as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined ? '' : JSON.stringify(value)
}

/** What typed text is stored as: JSON when it reads as a number, a truth value, a list, an object or quoted text. */
export function typedValue(text: string): { readonly value: unknown; readonly is: string } {
  const trimmed = text.trim()
  if (!/^(-?\d|true$|false$|null$|[[{"])/.test(trimmed)) return { value: text.trim(), is: 'text' }
  try {
    const value: unknown = JSON.parse(trimmed)
    return { value, is: nameOf(value) }
  } catch {
    return { value: trimmed, is: 'text' }
  }
}

function nameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'a truth value'
  return typeof value === 'object' ? 'an object' : 'a number'
}
