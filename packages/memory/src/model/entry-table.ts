import * as Y from 'yjs'
import { AwaitedParents } from './awaited-parents'
import { eachRaw } from './entries-in'
import { type EntryNode, gone } from './entry-node'
import { KeyTable } from './key-table'
import { WriterLog } from './writer-log'

/** The entries of one document by dot and by key, with the heads of each key kept as entries come and go. */
export class EntryTable {
  readonly keys = new KeyTable()
  size = 0
  readonly #logs = new Map<number, WriterLog>()
  readonly #awaited = new AwaitedParents()

  /**
   * Reads what the document's writers wrote from where this table stopped up to these clocks.
   *
   * @returns the entries read, and those that waited for a parent of which nothing came but that it is gone: who may write
   * under their key may be known only since
   */
  read(store: Y.Doc['store'], state: ReadonlyMap<number, number>): EntryNode[] {
    const fresh: EntryNode[] = []
    const ranges: [client: number, from: number, to: number][] = []
    for (const [client, to] of state) {
      const log = this.#logs.get(client) ?? new WriterLog()
      const from = log.readTo
      if (to <= from) continue
      this.#logs.set(client, log)
      ranges.push([client, from, to])
      const structs = store.clients.get(client)!
      for (let i = Y.findIndexSS(structs, from); i < structs.length && structs[i]!.id.clock < to; i++) {
        const take = (raw: EntryNode['raw'], clock: number) => fresh.push({ client, clock, raw, superseders: 0 })
        eachRaw(structs[i]!, from, take, to)
      }
      log.readTo = to
    }
    for (const node of fresh) this.#add(node)
    // Those of the writers that come later in this read.
    const ahead = new Map(ranges.map(([client, from]) => [client, from]))
    for (const node of fresh) {
      ahead.delete(node.client)
      this.#link(node, ahead)
    }
    return fresh.concat(ranges.flatMap(range => this.#awaited.giveUp(...range)))
  }

  /** Forgets the entries of this writer with clocks from `from` to before `to`. */
  remove(client: number, from: number, to: number): EntryNode[] {
    const log = this.#logs.get(client)
    const nodes = log?.between(from, to) ?? []
    for (const node of nodes) {
      this.#eachParent(node, parent => this.keys.count(parent, -1))
      this.keys.remove(node)
      log!.remove(node)
    }
    this.size -= nodes.length
    return nodes
  }

  at(client: number, clock: number): EntryNode | undefined {
    return this.#logs.get(client)?.at(clock)
  }

  /** Whether the document has come to this clock of this writer, whatever stands or stood there. */
  hasRead(client: number, clock: number): boolean {
    return clock < (this.#logs.get(client)?.readTo ?? 0)
  }

  /** The present entries of the same key that an entry names. */
  parentsOf(node: EntryNode): EntryNode[] {
    const parents: EntryNode[] = []
    this.#eachParent(
      node,
      parent => parents.push(parent),
      () => {},
    )
    return parents
  }

  *present(): Generator<EntryNode> {
    for (const log of this.#logs.values()) yield* log.present()
  }

  #add(node: EntryNode): void {
    this.#logs.get(node.client)!.append(node)
    this.keys.add(node)
    this.size++
  }

  #link(node: EntryNode, ahead: ReadonlyMap<number, number>): void {
    this.#eachParent(
      node,
      parent => {
        this.keys.count(parent, 1)
        if (parent.clock >= (ahead.get(parent.client) ?? Number.POSITIVE_INFINITY)) this.keys.doubt(node.raw[0])
      },
      (client, clock) => this.#awaited.add(client, clock, node),
    )
    for (const child of this.#awaited.take(node.client, node.clock)) {
      if (child.raw[0] !== node.raw[0]) continue
      this.keys.count(node, 1)
      this.keys.doubt(node.raw[0])
    }
  }

  #eachParent(
    node: EntryNode,
    found: (parent: EntryNode) => void,
    missing = (client: number, clock: number) => this.#awaited.remove(client, clock, node),
  ): void {
    const parents = node.raw[1]
    for (let i = 0; i < parents.length; i += 2) {
      const [client, clock] = [parents[i]!, parents[i + 1]!]
      const parent = this.at(client, clock)
      if (parent === undefined) {
        if (!this.hasRead(client, clock)) missing(client, clock)
      } else if (parent.raw[0] === node.raw[0] && parent.superseders !== gone) found(parent)
    }
  }
}
