import { lazyData } from '../lazy'

/** How many tokens a text is for the model that reads it. */
export type TokenCounter = (text: string) => number

const o200kBase = lazyData(() => import('./o200k-base'))

/** Byte-pair encoding takes time quadratic in the length of a run without a break: half a minute for 200,000 letters. */
const longRun = /\S{257,}|\s{257,}/gu
const slice = 256

/**
 * Counts as OpenAI's o200k_base does. Its table (2.4 MB) is loaded at the first call. Runs of more than 256 characters
 * without a break are counted in slices, which can make them a token or two longer.
 *
 * @throws CommonplaceError `offline` when the table cannot be fetched
 */
export async function loadTokenCounter(): Promise<TokenCounter> {
  const { countTokens } = await o200kBase()
  // Words that look like the tokenizer's own marks are text here.
  const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }
  return text => {
    let tokens = 0
    let from = 0
    for (const { 0: run, index } of text.matchAll(longRun)) {
      tokens += countTokens(text.slice(from, index), plain)
      for (let at = 0; at < run.length; at += slice) tokens += countTokens(run.slice(at, at + slice), plain)
      from = index + run.length
    }
    return tokens + countTokens(text.slice(from), plain)
  }
}
