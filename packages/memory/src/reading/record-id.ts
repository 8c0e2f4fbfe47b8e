import { type Dot, dotToString, stringToDot } from '../model'

/** A record's id in parts. */
export interface RecordId {
  readonly space: string
  readonly segment: number
  readonly dot: Dot
}

/** `space.segment.writer.clock`, writer in base 36; the space's own dots need no escape, ids are read from the right. */
export function recordIdToString(id: RecordId): string {
  // Joined, it is one text; added up, V8 would keep each part, which is four times as much for every record there is.
  return [id.space, id.segment, dotToString(id.dot)].join('.')
}

/** The id of a version by where it is: what belongs to a record is in its space itself. */
export function recordIdOf(space: { readonly name: string }, dot: Dot): string {
  return recordIdToString({ space: space.name, segment: 0, dot })
}

/** @returns undefined for a text that is no id */
export function stringToRecordId(text: string): RecordId | undefined {
  const match = /^(.+)\.(0|[1-9]\d{0,8})\.([0-9a-z]+\.\d+)$/su.exec(text)
  const dot = match ? stringToDot(match[3] as string) : undefined
  return match && dot ? { space: match[1] as string, segment: Number(match[2]), dot } : undefined
}
