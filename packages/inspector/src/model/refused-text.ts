import { valueText } from './value-text'

/** Where a payload has its content, in every version of the format so far. */
const contentAt = 5

/** What a refused write would have said: the contents in its payloads; '' where it only took something away, or cannot be read. */
export function refusedText(payloads: readonly string[]): string {
  return payloads.map(contentOf).filter(Boolean).join('; ')
}

function contentOf(payload: string): string {
  try {
    const tuple: unknown = JSON.parse(payload)
    return Array.isArray(tuple) ? valueText(tuple[contentAt]) : ''
  } catch {
    return ''
  }
}
