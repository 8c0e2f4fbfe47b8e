/** A space, an artifact's too. */
interface Flushable {
  flush(tier: 'relay', options: { readonly signal?: AbortSignal | undefined }): Promise<void>
}

/**
 * Resolves when all that was written to these spaces, and the artifacts that wait, are on the relay's disk. One space that the relay
 * denies keeps no other from it.
 *
 * @param sendUnsent sends each artifact that waits
 * @throws CommonplaceError when the others are done, what `Space.flush` throws
 */
export async function flushToRelay(
  spaces: readonly Flushable[],
  sendUnsent: (send: (artifact: Flushable) => Promise<void>) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const flush = (each: Flushable) => each.flush('relay', { signal })
  const done = await Promise.allSettled([...spaces.map(flush), sendUnsent(flush)])
  for (const each of done) if (each.status === 'rejected') throw each.reason
}
