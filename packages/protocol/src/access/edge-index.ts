import { isLiteral, type NamePattern, parseNamePattern, type Who } from './name-pattern'
import type { PolicyEntry } from './policy-entry'

interface Edge {
  readonly entry: PolicyEntry
  readonly isLeft: NamePattern
  readonly isRight: NamePattern
}

/** No name holds it. */
const any = '\0'

/**
 * Log lines about pairs of names, found by a pair: those about both names, about one of them, and patterns are looked up apart, so
 * that a question costs what fits it and not what the log holds.
 */
export class EdgeIndex {
  readonly #edges = new Map<string, Map<string, Edge[]>>()

  add(entry: PolicyEntry, left: string, right: string): void {
    const rows = this.#rowsOf(isLiteral(left) ? left : any)
    const key = isLiteral(right) ? right : any
    const edge = { entry, isLeft: parseNamePattern(left), isRight: parseNamePattern(right) }
    const edges = rows.get(key)
    if (edges === undefined) rows.set(key, [edge])
    else edges.push(edge)
  }

  /** The lines that fit a pair, in log order. */
  fitting(left: string, right: string, who: Who): PolicyEntry[] {
    const found: PolicyEntry[] = []
    for (const l of [left, any]) {
      const rows = this.#edges.get(l)
      if (rows === undefined) continue
      for (const r of [right, any]) {
        for (const edge of rows.get(r) ?? []) {
          if (edge.isLeft(left, who) && edge.isRight(right, who)) found.push(edge.entry)
        }
      }
    }
    return found.sort((a, b) => a.number - b.number)
  }

  #rowsOf(left: string): Map<string, Edge[]> {
    let rows = this.#edges.get(left)
    if (rows === undefined) {
      rows = new Map()
      this.#edges.set(left, rows)
    }
    return rows
  }
}
