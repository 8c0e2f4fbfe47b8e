import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export const noRoot = 0xffff_ffff_ffff_ffffn
const headerBytes = 24
export const isBranch = 0x01
export const isLeaf = 0x02
const isOnOverflowPages = 0x01
export const isSubDatabase = 0x02

/** Where what is looked for stands in the last committed meta page, behind its header. */
const meta = { pages: 2, freeRoot: 64, mainRoot: 112, transaction: 128 }

/**
 * Whether a data file ends before a page that one of its trees reaches. LMDB counts free pages at the end that it never
 * wrote, so that a sound file may be shorter than its count of pages says ("the file may be shorter if the freeDB lists
 * the final pages").
 *
 * The layout is that of `MDB_page_header`, `MDB_meta`, `MDB_db`, `MDB_node` and `MDB_ovpage` in mdb.c of LMDB 1.0, on
 * machines of 64 bits, low byte first.
 *
 * @param pageSize bytes
 */
export function reachesBeyond(file: string, pageSize: number): boolean {
  const descriptor = openSync(file, 'r')
  try {
    // Somebody may be writing: what one transaction reaches is overwritten by the second after it at the earliest.
    for (let tries = 0; tries < 20; tries++) {
      const { roots, transaction } = lastMeta(descriptor, pageSize)
      const found = reachesBeyondFrom(descriptor, pageSize, roots)
      if (lastMeta(descriptor, pageSize).transaction <= transaction + 1n) return found
    }
    return false
  } finally {
    closeSync(descriptor)
  }
}

function reachesBeyondFrom(descriptor: number, pageSize: number, roots: readonly bigint[]): boolean {
  const pages = BigInt(Math.floor(fstatSync(descriptor).size / pageSize))
  const waiting = roots.filter(root => root !== noRoot)
  let read = 0n
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (number >= pages || ++read > pages) return true
    const page = readPage(descriptor, pageSize, number)
    const flags = page.getUint16(18, true)
    if ((flags & (isBranch | isLeaf)) === 0) return true
    for (const node of nodesOf(page)) {
      if ((flags & isBranch) !== 0) waiting.push(childOf(page, node))
      else if (overflowEnd(page, node) > pages) return true
      else waiting.push(...subRootOf(page, node))
    }
  }
  return false
}

export function nodesOf(page: DataView): number[] {
  const count = page.getUint16(20, true) >> 1
  return Array.from({ length: count }, (_, index) => headerBytes + page.getUint16(headerBytes + 2 * index, true))
}

export function childOf(page: DataView, node: number): bigint {
  return BigInt(page.getUint32(node, true)) | (BigInt(page.getUint16(node + 4, true)) << 32n)
}

export function dataOf(page: DataView, node: number): number {
  return node + 8 + page.getUint16(node + 6, true)
}

/** The page behind those that hold the value, when it is on pages of its own; else 0. */
function overflowEnd(page: DataView, node: number): bigint {
  if ((page.getUint16(node + 4, true) & isOnOverflowPages) === 0) return 0n
  const data = dataOf(page, node)
  return page.getBigUint64(data, true) + page.getBigUint64(data + 16, true)
}

function subRootOf(page: DataView, node: number): bigint[] {
  if ((page.getUint16(node + 4, true) & isSubDatabase) === 0) return []
  const root = page.getBigUint64(dataOf(page, node) + 40, true)
  return root === noRoot ? [] : [root]
}

export function lastMeta(descriptor: number, pageSize: number): { roots: bigint[]; transaction: bigint } {
  const [last] = Array.from({ length: meta.pages }, (_, number) => {
    const page = readPage(descriptor, pageSize, BigInt(number))
    const at = (offset: number) => page.getBigUint64(headerBytes + offset, true)
    return { roots: [at(meta.freeRoot), at(meta.mainRoot)], transaction: at(meta.transaction) }
  }).sort((a, b) => (a.transaction > b.transaction ? -1 : 1))
  return last!
}

export function readPage(descriptor: number, pageSize: number, number: bigint): DataView {
  const bytes = new Uint8Array(pageSize)
  readSync(descriptor, bytes, 0, pageSize, number * BigInt(pageSize))
  return new DataView(bytes.buffer)
}
