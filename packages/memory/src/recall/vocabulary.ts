/**
 * The terms of an index in groups by first letter and length, so that looking for what a word may stand for reads a few
 * hundred of them and not all.
 */
export class Vocabulary {
  readonly #groups = new Map<string, Set<string>>()

  add(term: string): void {
    const key = groupOf(term, term.length)
    const group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, new Set([term]))
    else group.add(term)
  }

  remove(term: string): void {
    const key = groupOf(term, term.length)
    const group = this.#groups.get(key)
    if (group?.delete(term) && group.size === 0) this.#groups.delete(key)
  }

  /** The terms with the first letter of this one whose length is between the two, both included. */
  *like(term: string, shortest: number, longest: number): Generator<string> {
    for (let length = shortest; length <= longest; length++) yield* this.#groups.get(groupOf(term, length)) ?? []
  }
}

function groupOf(term: string, length: number): string {
  return term.charAt(0) + length
}
