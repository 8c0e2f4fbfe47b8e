/** A line of a packet: what frames it, one thing told, or a conflict. */
export interface PacketLine {
  readonly kind: 'frame' | 'item' | 'conflict'
  /** characters */
  readonly length: number
}

/** The lines of a packet's text, to be drawn: the first and the last frame the others, which are JSON. */
export function packetLines(text: string): PacketLine[] {
  const lines = text.split('\n')
  return lines.map((line, index) => ({
    kind: index === 0 || index === lines.length - 1 ? 'frame' : line.includes('"conflict":[') ? 'conflict' : 'item',
    length: line.length,
  }))
}
