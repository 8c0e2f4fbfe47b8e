/** What one record may hold. Sizes are bytes of UTF-8, of the JSON text where the value is not text. */
export const recordLimits = {
  contentBytes: 65_536,
  valueBytes: 65_536,
  metadataBytes: 16_384,
  payloadBytes: 131_072,
  nameBytes: 256,
  textBytes: 4_096,
  tags: 64,
  sources: 256,
  sourceIdBytes: 1_024,
} as const

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Whether a text has at most so many bytes in UTF-8; quick for short ones. */
export function fitsIn(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || (text.length <= bytes && utf8Length(text) <= bytes)
}
