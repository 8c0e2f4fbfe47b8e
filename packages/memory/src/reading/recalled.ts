import type { Scope } from '../model'
import { isInDefaultScope } from '../model/default-scope'
import type { ScopeChange } from '../model/scope-change'
import { wordsOf } from '../recall/words'

/** What was handed out: the version, and what it says. */
export interface RecalledText {
  readonly version: string
  readonly content: string
  readonly scope?: Scope
}

/** So many records that were handed out last are remembered. */
const remembered = 1_000
/** Words in a row that are compared at once. */
const run = 4
/** The share of the shorter of two texts that must be found in the other, and of the new one that must be found in the old. */
const [enough, least] = [0.8, 0.5]

/**
 * The records that this memory handed out last, by their words: a text that repeats one of them is no news, however often
 * it is written down again. Read only when somebody writes, so that handing out costs next to nothing.
 */
export class Recalled {
  readonly #texts = new Map<string, RecalledText & { readonly size: number }>()
  readonly #runs = new Map<string, Set<string>>()
  #fresh: RecalledText[] = []
  readonly #ever = new Set<string>()

  handedOut(records: Iterable<RecalledText>): void {
    for (const { version, content, scope } of records) {
      this.#fresh.push({ version, content, ...(scope && { scope }) })
      this.#ever.add(version)
    }
    if (this.#fresh.length > 2 * remembered) this.#fresh = this.#fresh.slice(-remembered)
  }

  /** Whether a version was handed out since the memory was opened. */
  wasHandedOut(version: string): boolean {
    return this.#ever.has(version)
  }

  /**
   * The version that a text repeats: with four fifths of its runs of four words the same, or with a few words around what
   * it repeats; all of it if it is shorter.
   *
   * @param readers for whom the text is, where its writer says so: what is another user's or app's is not what it repeats, since what
   * one of them has deleted would take the other's with it
   */
  repeats(text: string, readers?: ScopeChange): string | undefined {
    for (const each of this.#fresh.splice(0)) this.#remember(each)
    const runs = runsOf(text)
    const found = new Map<string, number>()
    for (const each of runs) {
      for (const version of this.#runs.get(each) ?? []) found.set(version, (found.get(version) ?? 0) + 1)
    }
    const isRepeated = ([version, common]: readonly [string, number]) => {
      const { size, scope } = this.#texts.get(version)!
      if (readers && scope && !isInDefaultScope(scope, readers)) return false
      return common >= enough * Math.min(runs.size, size) && common >= least * runs.size
    }
    return [...found].sort(([, a], [, b]) => b - a).find(isRepeated)?.[0]
  }

  #remember(text: RecalledText): void {
    const known = this.#texts.get(text.version)
    this.#texts.delete(text.version)
    const runs = known ? undefined : runsOf(text.content)
    this.#texts.set(text.version, known ?? { ...text, size: runs!.size })
    for (const each of runs ?? []) {
      const versions = this.#runs.get(each) ?? new Set()
      this.#runs.set(each, versions.add(text.version))
    }
    const [oldest] = this.#texts.values()
    if (this.#texts.size > remembered && oldest) this.forget(oldest.version)
  }

  /** A version that was erased is repeated by nobody. */
  forget(version: string): void {
    if (!this.#ever.has(version)) return
    this.#fresh = this.#fresh.filter(each => each.version !== version)
    const text = this.#texts.get(version)
    this.#texts.delete(version)
    for (const each of text ? runsOf(text.content) : []) {
      const versions = this.#runs.get(each)
      versions?.delete(version)
      if (versions?.size === 0) this.#runs.delete(each)
    }
  }
}

function runsOf(text: string): Set<string> {
  const words = [...wordsOf(text)]
  if (words.length < run) return new Set(words.length === 0 ? [] : [`^${words.join(' ')}$`])
  return new Set(words.slice(run - 1).map((_, at) => words.slice(at, at + run).join(' ')))
}
