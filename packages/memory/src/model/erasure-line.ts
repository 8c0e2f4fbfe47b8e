import { isLedgerKey, readKey } from './keys'

const prefix = 'erased/'

/** Names an erasure within its space, by the key of its line; undefined for another key. */
export function erasureId(key: string): string | undefined {
  const name = isLedgerKey(key) ? readKey(key) : undefined
  return name?.type === 'ledger' && name.owner === undefined ? erasureOf(name.path) : undefined
}

/** The erasure that a line of the ledger is about, by its path. */
export function erasureOf(path: string): string | undefined {
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined
}

export function erasurePath(id: string): string {
  return prefix + id
}
