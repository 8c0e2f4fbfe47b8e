import { type RefusalCode, refusalCodes } from '../codes'
import { FrameError } from '../frame-error'
import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'

/** What stands in every frame that refuses something. */
export interface RefusalParts {
  readonly code: RefusalCode
  /** for people: who, what, what to do */
  readonly message: string
  /** ms to wait before a retry, or the limit that was passed; 0 where there is none */
  readonly value: number
}

export function writeRefusalCode(writer: FrameWriter, code: RefusalCode): void {
  writer.uint(refusalCodes.indexOf(code))
}

export function readRefusalCode(reader: FrameReader): RefusalCode {
  const number = reader.uint()
  const code = refusalCodes[number]
  if (code === undefined) throw new FrameError('unsupported', `refusal code ${number} is unknown`)
  return code
}

export function writeRefusal(writer: FrameWriter, { code, message, value }: RefusalParts): void {
  writeRefusalCode(writer, code)
  writer.message(message)
  writer.uint(value)
}

export function readRefusal(reader: FrameReader): RefusalParts {
  return { code: readRefusalCode(reader), message: reader.message(), value: reader.uint() }
}
