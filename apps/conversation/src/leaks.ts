import { wordsInFolder } from './byte-search'

/** One agent's store on disk, what only it may know, and what it was found to see. */
export interface KnownStore {
  readonly agent: string
  readonly folder: string
  /** Words of its own private notes. */
  readonly canaries: readonly string[]
  /** Words of other agents' private notes that stood in records it can read. */
  readonly seen: readonly string[]
}

/** Where private words were found. */
export interface LeakReport {
  /** Words found where they have no business. */
  readonly leaked: ReadonlySet<string>
  /** One line a leaked word and place. */
  readonly places: readonly string[]
  /** How many words were found in their own agent's store. */
  readonly atHome: number
  readonly notes: number
}

/**
 * Searches every byte of every store for the words of private notes.
 *
 * @throws Error when a word is not even found in its own agent's store: then the search is blind, and "no leak" would mean
 * nothing
 */
export async function findLeaks(stores: readonly KnownStore[], relayFolder: string): Promise<LeakReport> {
  const words = stores.flatMap(({ canaries }) => canaries)
  const leaked = new Set<string>()
  const places: string[] = []
  const note = (found: Iterable<string>, place: string) => {
    for (const word of found) {
      leaked.add(word)
      places.push(`${word} ${place}`)
    }
  }
  note(await wordsInFolder(relayFolder, words), "is on the relay's disk")
  let atHome = 0
  for (const { agent, folder, canaries, seen } of stores) {
    const found = await wordsInFolder(folder, words)
    atHome += canaries.filter(word => found.has(word)).length
    note(
      [...found].filter(word => !canaries.includes(word)),
      `is on the disk of ${agent}`,
    )
    note(seen, `can be read by ${agent}`)
  }
  if (atHome < words.length)
    throw new Error(
      `only ${atHome} of ${words.length} private notes were found on their own agent's disk: the byte search is blind`,
    )
  return { leaked, places, atHome, notes: words.length }
}
