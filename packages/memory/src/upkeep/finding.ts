import { redacted, secretsIn } from '../gate/secrets'
import type { MemoryRecord } from '../reading/record'

/** Records that an audit found something about. Frozen. */
export interface Finding {
  readonly count: number
  readonly examples: readonly { readonly id: string; readonly content: string; readonly because?: string }[]
}

/** What an example shows of a text. */
const shownLength = 120

/** Counts, and keeps the first few to show; of a secret nothing is shown. */
export class FindingList {
  #count = 0
  readonly #examples: Finding['examples'][number][] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add({ id, content }: Pick<MemoryRecord, 'id' | 'content'>, because?: string): void {
    this.#count++
    if (this.#examples.length >= this.#most) return
    const text = redacted(content, secretsIn(content)).replaceAll(/\s+/g, ' ')
    const shown = text.length > shownLength ? `${text.slice(0, shownLength - 1)}…` : text
    this.#examples.push(Object.freeze({ id, content: shown, ...(because !== undefined && { because }) }))
  }

  toFinding(): Finding {
    return Object.freeze({ count: this.#count, examples: Object.freeze(this.#examples) })
  }
}
