/** English words that turn a statement round: what has one more of them says something else, however alike the rest. */
export const turningWords: ReadonlySet<string> = new Set(
  'no not never none nothing nobody without neither nor cannot false wrong untrue unless'.split(' '),
)

/** Signs that make another statement of the same words: of a number, and those that compare. In order. */
export function signsOf(text: string): string[] {
  return text.match(/(?<![\p{L}\p{N}])[-−](?=\p{N})|!=|[≠≤≥]|[<>]=?/gu) ?? []
}
