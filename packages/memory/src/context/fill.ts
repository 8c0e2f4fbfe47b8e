import { foot, frame, head } from './line'
import type { TokenCounter } from './tokens'

/** Something that may stand in a packet. */
export interface Candidate<T> {
  readonly of: T
  /** Its line, with texts of at most so many characters. */
  line(length: number): string
}

/** A line that was chosen. */
export interface Filled<T> {
  readonly of: T
  readonly line: string
}

/** Smaller remains of a text are not worth their frame. */
const leastTokens = 48
/** A longer text is first cut to what could fit: a token is rarely more than six characters. */
const charactersPerToken = 6

/**
 * Chooses lines for a budget, best first. One line takes half of the budget at most: a longer text is cut. What does not
 * fit is passed over for what does.
 *
 * @param candidates best first
 * @param inOrder the order in which the chosen stand in the text
 */
export function fill<T>(
  candidates: readonly Candidate<T>[],
  budget: number,
  count: TokenCounter,
  inOrder: (one: T, other: T) => number,
): { readonly text: string; readonly tokens: number; readonly chosen: readonly Filled<T>[] } {
  const chosen: Filled<T>[] = []
  let left = budget - count(`${head}\n${foot}`)
  const share = Math.floor(left / 2)
  for (const candidate of candidates) {
    if (left < 1) break
    const line = fitted(candidate, Math.min(left, share), count)
    if (line === undefined) continue
    chosen.push({ of: candidate.of, line })
    left -= count(`${line}\n`)
  }
  // The tokens of a text are not quite the sum of those of its lines.
  for (;;) {
    const ordered = chosen.toSorted((one, other) => inOrder(one.of, other.of))
    const text = frame(ordered.map(({ line }) => line))
    const tokens = text === '' ? 0 : count(text)
    if (tokens <= budget) return { text, tokens, chosen: ordered }
    chosen.pop()
  }
}

/** The line, whole or cut, or undefined when nothing worth telling fits. */
function fitted<T>({ line }: Candidate<T>, limit: number, count: TokenCounter): string | undefined {
  const fits = (text: string) => text.length <= limit * charactersPerToken * 4 && count(`${text}\n`) <= limit
  const whole = line(Number.POSITIVE_INFINITY)
  if (fits(whole)) return whole
  if (limit < leastTokens) return undefined
  let [low, high] = [0, Math.min(whole.length, limit * charactersPerToken)]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fits(line(middle))) low = middle
    else high = middle - 1
  }
  return low < leastTokens ? undefined : line(low)
}
