import { decodeRecord, ledgerKey, readKey } from '../model'
import type { Space } from '../space/space'

const prefix = 'private:'
const form = /^private:[0-9a-f]{32}$/
const folder = 'token/'

/** Whether a reference is a token: it names private versions to their owner, and nothing to anybody else. */
export function isPrivateToken(id: string): boolean {
  return form.test(id)
}

/** @param name what no other token is called */
export function toPrivateToken(name: string): string {
  return prefix + name
}

export function tokenKey(token: string): string {
  return ledgerKey(folder + token.slice(prefix.length))
}

/** The token whose meaning stands under a key of the ledger; undefined for another key. */
export function tokenOfKey(key: string): string | undefined {
  const name = key.startsWith('l/token/') ? readKey(key) : undefined
  return name?.type === 'ledger' ? prefix + name.path.slice(folder.length) : undefined
}

/** What stands under the key of a token in a private space: its owner alone writes there. */
export function idsOfToken(space: Space, key: string): readonly string[] | undefined {
  for (const { payload } of space.index.entriesOf(key)) {
    const record = decodeRecord(payload)
    const value: unknown = record.ok ? record.body.value : undefined
    if (Array.isArray(value) && value.every(id => typeof id === 'string')) return value
  }
  return undefined
}
