import { CommonplaceError } from '../errors'
import type { TokenCounter } from './tokens'

/** A counter whose every count is looked at: a packet cut by what is no number would be empty, or without end. */
export function counting(count: TokenCounter, who: string): TokenCounter {
  return text => {
    const tokens: unknown = count(text)
    if (typeof tokens === 'number' && tokens >= 0 && tokens < Number.POSITIVE_INFINITY) return tokens
    const given = tokens instanceof Promise ? 'a promise' : String(tokens)
    throw new CommonplaceError('invalid-input', `countTokens of agent "${who}" gave ${given} for a text`, {
      hint: 'return how many tokens the text is, a number, at once',
    })
  }
}
