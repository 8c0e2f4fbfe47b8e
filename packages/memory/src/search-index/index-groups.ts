import type { CreateRecall } from './create-recall'
import { type GroupOptions, IndexGroup } from './index-group'
import { IndexView } from './index-view'

/** The indexes that memories share in this thread, by what they have in common. */
export class IndexGroups {
  readonly #options: GroupOptions
  readonly #groups = new Map<string, IndexGroup>()

  constructor(options: GroupOptions) {
    this.#options = options
  }

  /** How many indexes there are. */
  get size(): number {
    return [...this.#groups.values()].reduce((sum, { size }) => sum + size, 0)
  }

  join(name: string, create: CreateRecall): IndexView {
    for (const [each, { size }] of this.#groups) if (size === 0) this.#groups.delete(each)
    const group = this.#groups.get(name) ?? new IndexGroup(create, this.#options)
    this.#groups.set(name, group)
    return new IndexView(group)
  }
}
