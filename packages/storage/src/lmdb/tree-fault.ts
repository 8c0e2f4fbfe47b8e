import { closeSync, openSync } from 'node:fs'
import { compareKeys } from '../key'
import { childOf, dataOf, isBranch, isLeaf, isSubDatabase, lastMeta, nodesOf, noRoot, readPage } from './reaches-beyond'

const empty = new Uint8Array()

/** A tree is not what LMDB wrote. */
class TreeFault extends Error {}

/**
 * Whether something in the trees of a data file is not as LMDB writes it: a page that is another one's or of no kind, keys out of their
 * order, or fewer or more of them than the tree says. LMDB finds nothing behind a broken key, or ends the process at a broken page.
 * Layout and origin are those of `reachesBeyond`. Values on pages of their own are not read.
 *
 * @param pageSize bytes
 * @returns what is wrong, in words
 */
export function treeFault(file: string, pageSize: number): string | undefined {
  const descriptor = openSync(file, 'r')
  try {
    // Somebody may be writing: what one transaction reaches is overwritten by the second after it at the earliest.
    for (let tries = 0; tries < 20; tries++) {
      const { roots, transaction } = lastMeta(descriptor, pageSize)
      const fault = faultOf(() => {
        const [free, main] = roots
        // The free pages' keys are numbers, in an order of their own.
        new Walk(descriptor, pageSize, false).tree(free!)
        new Walk(descriptor, pageSize, true).tree(main!)
      })
      if (fault === undefined || lastMeta(descriptor, pageSize).transaction <= transaction + 1n) return fault
    }
    return undefined
  } finally {
    closeSync(descriptor)
  }
}

function faultOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof TreeFault) return error.message
    // Beyond the page, or the file.
    if (error instanceof RangeError) return 'a page of it is broken'
    throw error
  }
}

class Walk {
  readonly #descriptor: number
  readonly #pageSize: number
  readonly #isOrdered: boolean
  #last: Uint8Array = empty
  #entries = 0n

  constructor(descriptor: number, pageSize: number, isOrdered: boolean) {
    this.#descriptor = descriptor
    this.#pageSize = pageSize
    this.#isOrdered = isOrdered
  }

  /** @returns how many entries it has */
  tree(number: bigint): bigint {
    if (number === noRoot) return 0n
    const page = readPage(this.#descriptor, this.#pageSize, number)
    const flags = page.getUint16(18, true)
    if (page.getBigUint64(0, true) !== number || (flags & (isBranch | isLeaf)) === 0)
      throw new TreeFault('a page of it is broken')
    for (const node of nodesOf(page)) {
      if ((flags & isBranch) !== 0) this.tree(childOf(page, node))
      else this.#entry(page, node)
    }
    return this.#entries
  }

  #entry(page: DataView, node: number): void {
    this.#entries++
    const key = new Uint8Array(page.buffer, node + 8, page.getUint16(node + 6, true))
    if (this.#isOrdered && compareKeys(this.#last, key) >= 0) throw new TreeFault('its entries are out of their order')
    this.#last = key
    if ((page.getUint16(node + 4, true) & isSubDatabase) === 0) return
    const data = dataOf(page, node)
    const found = new Walk(this.#descriptor, this.#pageSize, true).tree(page.getBigUint64(data + 40, true))
    if (found !== page.getBigUint64(data + 32, true)) throw new TreeFault('entries of it are missing')
  }
}
