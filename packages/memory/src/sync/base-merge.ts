import type { BasePiece } from './base'

/** Tiers of sizes, in bytes: a piece is merged with its like, so that each update is rewritten a few times at most. */
const tiers = [
  { from: 0, to: 4 * 1024 },
  { from: 4 * 1024, to: 32 * 1024 },
  { from: 32 * 1024, to: 128 * 1024 },
]
const fewest = 16

/**
 * The pieces of the base to merge next, so that opening a space stays linear in its size: the first run of neighbours
 * that has enough pieces of one tier, or fills a piece; smaller ones between them go along.
 *
 * @param maxBytes what a merged piece may weigh
 * @returns at least two neighbours, or none when nothing needs merging
 */
export function piecesToMerge(pieces: readonly BasePiece[], maxBytes: number): readonly BasePiece[] {
  for (const tier of tiers) {
    for (let from = 0; from < pieces.length; from++) {
      let to = from
      let bytes = 0
      let ofTier = 0
      while (to < pieces.length && pieces[to]!.bytes < tier.to && bytes + pieces[to]!.bytes <= maxBytes) {
        bytes += pieces[to]!.bytes
        if (pieces[to]!.bytes >= tier.from) ofTier++
        to++
        if (ofTier === fewest) return pieces.slice(from, to)
      }
      const isFull = to < pieces.length && pieces[to]!.bytes < tier.to
      if (isFull && to - from > 1) return pieces.slice(from, to)
      if (to > from) from = to - 1
    }
  }
  return []
}
