import type { Pause } from '../model'
import type { Follower } from './follower'
import { GatheredFollower } from './gathered-follower'
import type { Projection } from './projection'

/**
 * What is made of all records: the one of this kind, which from the first call on is kept up with them. It is made in slices, and
 * is as the records are when it is handed out.
 */
export async function following<Kind extends Follower>(
  { projection, pause }: { readonly projection: Projection; readonly pause: Pause },
  Kind: new () => Kind,
): Promise<Kind> {
  const unread = projection.whole()
  if (unread) await unread
  for (;;) {
    const made =
      (projection.followers.get(Kind) as GatheredFollower<Kind> | undefined) ?? new GatheredFollower(new Kind())
    projection.followers.set(Kind, made)
    await made.gathered(projection, pause)
    projection.settle()
    if (projection.followers.get(Kind) === made) return made.follower
  }
}
