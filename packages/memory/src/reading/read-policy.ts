import { recordWith } from './live-fields'
import type { MemoryRecord } from './record'

/** `true`: as it is. `false`: not at all. Else what readers are given in its place: redacted, summarised. */
export type ReadVerdict = boolean | { readonly content: string; readonly title?: string }

/** Decides what reads are given of a record of another agent. */
export type ReadPolicy = (record: MemoryRecord) => ReadVerdict

/** What reads are given of a record, after the read policy; undefined for nothing. */
export function project(record: MemoryRecord, read: ReadPolicy | undefined): MemoryRecord | undefined {
  const verdict = read?.(record) ?? true
  if (verdict === true) return record
  if (verdict === false) return undefined
  const hidden = { value: undefined, title: verdict.title, metadata: undefined }
  return recordWith(record, { ...hidden, content: verdict.content })
}
