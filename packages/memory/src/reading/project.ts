import type { AccessPolicy } from '../policy/access-policy'
import { recordWith } from './live-fields'
import type { MemoryRecord } from './record'

/** What reads are given of a record, after the read policy; undefined for nothing. */
export function project(record: MemoryRecord, read: AccessPolicy['read']): MemoryRecord | undefined {
  const verdict = read?.(record) ?? true
  if (verdict === true) return record
  if (verdict === false) return undefined
  const hidden = { value: undefined, title: verdict.title, metadata: undefined }
  return recordWith(record, { ...hidden, content: verdict.content })
}
