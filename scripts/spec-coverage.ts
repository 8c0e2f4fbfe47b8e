/** A rule's number: two letters and a count. */
const ruleNumber = /^[A-Z]{2}\d+$/

/** Number to sentence of every rule of a SPEC.md: list items that start with the number in bold. */
export function rulesIn(spec: string): Map<string, string> {
  const rules = new Map<string, string>()
  for (const [, rule, sentence] of spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\* (.*)$/gm)) {
    if (rules.has(rule!)) throw new Error(`SPEC.md has two rules ${rule}`)
    rules.set(rule!, sentence!)
  }
  return rules
}

/** The titles of `test`, `it` and `describe` that start a line of a test file, those of `.each` tables included. */
export function titlesIn(source: string): string[] {
  const call = /^\s*(?:test|it|describe)(?:\.\w+)*(?:<[^\n]*?>)?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gm
  // The table of `test.each(…)` can hold anything; its title is the first text of the call that follows it.
  const each = /^\s*(?:(?:test|it|describe)[.\w]*\.each\b.*|\].*)\)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1\s*,/gm
  return [...source.matchAll(call), ...source.matchAll(each)].map(([, , title]) => title!)
}

/** The rule numbers that a title starts with. */
export function rulesOf(title: string): string[] {
  const words = title.split(/[\s,:]+/)
  const end = words.findIndex(word => !ruleNumber.test(word))
  return words.slice(0, end < 0 ? words.length : end)
}

/** Rules that no title starts with, and titles that start with a rule which does not exist. */
export function coverageOf<T extends { readonly title: string }>(
  rules: ReadonlyMap<string, string>,
  titles: readonly T[],
): { untested: string[]; unknown: (T & { rule: string })[] } {
  const named = titles.flatMap(title => rulesOf(title.title).map(rule => ({ ...title, rule })))
  const tested = new Set(named.map(({ rule }) => rule))
  return {
    untested: [...rules.keys()].filter(rule => !tested.has(rule)),
    unknown: named.filter(({ rule }) => !rules.has(rule)),
  }
}
