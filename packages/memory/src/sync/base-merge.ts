import type { BasePiece } from './base'

/** Sizes, in bytes, up to which pieces are merged with their like: each update is rewritten a few times, not for ever. */
const tiers = [4 * 1024, 32 * 1024, 128 * 1024]
const fewest = 16

/**
 * The pieces of the base to merge next, so that opening a space stays linear in its size: the first run of neighbours
 * of one tier that is long enough.
 *
 * @param maxBytes what a merged piece may weigh
 * @returns at least two neighbours, or none when nothing needs merging
 */
export function piecesToMerge(pieces: readonly BasePiece[], maxBytes: number): readonly BasePiece[] {
  for (const tier of tiers) {
    for (let from = 0; from < pieces.length; from++) {
      let to = from
      let bytes = 0
      while (to < pieces.length && pieces[to]!.bytes < tier && bytes + pieces[to]!.bytes <= maxBytes) {
        bytes += pieces[to]!.bytes
        to++
      }
      const isFull = to < pieces.length && pieces[to]!.bytes < tier && to - from > 1
      if (to - from >= fewest || isFull) return pieces.slice(from, to)
      if (to > from) from = to - 1
    }
  }
  return []
}
