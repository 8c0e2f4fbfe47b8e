import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** One thing that was done to a file; see record.c for the kinds. */
export interface Step {
  readonly kind: 'O' | 'W' | 'D' | 'B' | 'S' | 'T' | 'U' | 'A'
  readonly file: string
  /** where data was written, the length of a cut, or the number acknowledged */
  readonly offset: number
  readonly data: Uint8Array
}

const headerBytes = 17

/** Reads what record.c wrote. A record that was being written when its process was killed is left out. */
export function readRecording(path: string): Step[] {
  const bytes = readFileSync(path)
  const steps: Step[] = []
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const pathBytes = bytes.readUInt32LE(at + 1)
    const dataBytes = bytes.readUInt32LE(at + 5)
    const nameAt = at + headerBytes
    const end = nameAt + pathBytes + dataBytes
    if (end > bytes.length) break
    steps.push({
      kind: String.fromCharCode(bytes[at]!) as Step['kind'],
      file: basename(bytes.toString('utf8', nameAt, nameAt + pathBytes)),
      offset: Number(bytes.readBigUInt64LE(at + 9)),
      data: bytes.subarray(nameAt + pathBytes, end),
    })
    at = end
  }
  return steps
}
