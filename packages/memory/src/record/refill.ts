import type { Pause } from '../model'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import { toIndexed } from './indexed'
import type { View } from './reader'

/** Puts these keys of a space into a search index, as they are when each is reached. */
export async function refill(
  { index, pause }: { readonly index: Pick<SearchIndex, 'put'>; readonly pause: Pause },
  space: Space,
  keys: readonly string[],
  view: (key: string) => View | undefined,
): Promise<void> {
  for (const key of keys) {
    const seen = view(key)
    if (seen?.record) index.put(toIndexed(space, key, seen.record, seen))
    const turn = pause()
    if (turn) await turn
  }
}
