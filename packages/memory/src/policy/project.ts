import { recordWith } from '../record/live-fields'
import type { MemoryRecord } from '../record/record'
import type { AccessPolicy } from './access-policy'

/** What reads are given of a record, after the read policy; undefined for nothing. */
export function project(record: MemoryRecord, read: AccessPolicy['read']): MemoryRecord | undefined {
  const verdict = read?.(record) ?? true
  if (verdict === true) return record
  if (verdict === false) return undefined
  const hidden = { value: undefined, title: verdict.title, metadata: undefined }
  return recordWith(record, { ...hidden, content: verdict.content })
}
