import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import { CommonplaceError } from '../errors'
import type { Identity } from '../identity'
import { type Json, ledgerKey } from '../model'
import { canonicalJson } from '../model/canonical-json'
import type { WorkKeyInput, WorkScope } from './input'

/** What kinds of work have keys: results of calls, claims, tasks. */
export type WorkKind = 'once' | 'claim' | 'task'

/** The longest text of a key that stands in it as it is, bytes of UTF-8; of a longer one its SHA-256 does. */
const readableBytes = 384

/** A key as texts: the ledger's, which is also the lease's, and what people read. */
export interface WorkKey {
  readonly line: string
  readonly text: string
}

/**
 * The key of a piece of work: the same for equal parts, whatever the order of properties in them, and for equal scopes.
 *
 * @throws CommonplaceError `invalid-input` when the scope names what the memory was opened without
 */
export function workKey(kind: WorkKind, key: WorkKeyInput, scope: WorkScope, identity: Identity): WorkKey {
  const parts = (typeof key === 'string' ? key.normalize('NFC') : key) as Json
  const text = canonicalJson(parts)
  const within = scope === 'space' ? '' : `${scope}=${encodeURIComponent(ownOf(scope, identity))}/`
  const path = `work/${kind}/${within}`
  const isReadable = encodeUtf8(text).length <= readableBytes && !/[\p{Control}\p{Surrogate}]/u.test(text)
  return { line: ledgerKey(path + (isReadable ? text : `#${hexOf(digest(encodeUtf8(text)))}`)), text }
}

function ownOf(scope: Exclude<WorkScope, 'space'>, identity: Identity): string {
  const own = identity[scope]
  if (own !== undefined) return own
  throw new CommonplaceError('invalid-input', `agent "${identity.agent}" was opened without ${scope}`, {
    hint: `give openMemory agent.${scope}, or choose another scope`,
  })
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
