import type { MemoryRecord } from '../reading/record'

/** What a record's `metadata.artifact` says of the artifact that it sums up. */
export interface ArtifactNote {
  /** Names the sub-document within the record's space. */
  readonly segment: number
  readonly parts: number
  /** UTF-16 units of the text */
  readonly length: number
  /** what `digestOf` gives for its parts */
  readonly digest: string
  readonly type: string
}

/** A large text with the record that sums it up. Frozen. */
export interface Artifact {
  readonly record: MemoryRecord
  readonly text: string
  /** Its media type; `text/plain` unless its author said otherwise. */
  readonly type: string
}

/** What a record says of its artifact; undefined when it has none. */
export function noteOf(record: MemoryRecord): ArtifactNote | undefined {
  const note = record.metadata?.artifact as ArtifactNote | undefined
  const isNote =
    typeof note === 'object' &&
    note !== null &&
    [note.segment, note.parts, note.length].every(each => Number.isSafeInteger(each) && each > 0) &&
    typeof note.digest === 'string' &&
    typeof note.type === 'string'
  return isNote ? note : undefined
}
