import { type Dot, type Entry, EntryIndex, type NewEntry } from '../model'
import type { Replica, Write } from '../sync'
import type { CatalogEntry } from './catalog'

/** A key whose heads may have changed, in one space. */
export interface SpaceChange {
  readonly space: Space
  readonly keys: ReadonlySet<string>
}

/**
 * One open space: its replica, and the index of entries that follows the replica's document, also across the rebuild
 * that a refusal brings.
 */
export class Space {
  readonly name: string
  readonly visibility: CatalogEntry['visibility']
  readonly replica: Replica
  readonly index: EntryIndex
  private readonly writes = new Map<string, Write>()
  private readonly stop: (() => void)[]

  constructor(entry: CatalogEntry, replica: Replica, onChange: (change: SpaceChange) => void) {
    this.name = entry.name
    this.visibility = entry.visibility
    this.replica = replica
    this.index = new EntryIndex(replica.doc)
    this.stop = [
      this.index.onChange(({ keys }) => onChange({ space: this, keys })),
      replica.onDocument(document => this.index.attach(document)),
    ]
  }

  append(entries: readonly NewEntry[]): Write {
    return this.replica.append(entries)
  }

  async close(): Promise<void> {
    for (const stop of this.stop) stop()
    this.index.destroy()
    await this.replica.close()
  }
}
