import { type Dot, recordKey } from '../model'
import type { Space } from '../space/space'

/** What the index of a space and the names of its replica say of a dot. */
type Named = { readonly index: Pick<Space['index'], 'get'>; readonly replica: Pick<Space['replica'], 'presentDot'> }

/** The dot of the entry that an id means: its own where there is such an entry, else the one that it was moved to. */
export const dotOf = ({ index, replica }: Named, dot: Dot): Dot => (index.get(dot) ? dot : replica.presentDot(dot))

/** The key that the entry of a dot stands under; a record's own where no entry of it is held. */
export function keyOf(space: Named, dot: Dot): string {
  const present = dotOf(space, dot)
  return space.index.get(present)?.key ?? recordKey(present)
}
