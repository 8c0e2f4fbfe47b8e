import { abortable } from '../abortable'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { type NewEntry, sameDot } from '../model'
import { appendClaimed } from '../space/append-claimed'
import { appendSettled } from '../space/append-settled'
import type { Space } from '../space/space'
import type { Consistency } from '../space/topology'
import { SyncError } from '../sync'
import { claimLease } from './claim'
import { deskOf } from './desk'

const lease = '10s'
const attempts = 5

/**
 * Appends an entry as durably as its caller asked. `claimed`: under the lease of its key, so that of all who claim one goes
 * after the other, each from what the last one wrote; the relay takes it only if it supersedes all that is there.
 *
 * @param build makes the entry from what this replica holds; for a claimed write once the lease is there, and again when
 * somebody wrote without a claim meanwhile
 * @throws CommonplaceError for `claimed` also `no-relay`, `private`, `lease-lost`, `not-current`, the signal's reason
 */
export async function write<T>(
  core: Core,
  space: Space,
  key: string,
  build: () => NewEntry,
  { consistency, signal }: { readonly consistency?: Consistency | 'claimed'; readonly signal?: AbortSignal },
  read: () => T,
): Promise<T> {
  if (consistency !== 'claimed') return appendSettled(core, space, build(), { consistency, signal }, read)
  const desk = deskOf(core)
  const line = desk.lineOf(space)
  for (let attempt = 1; ; attempt++) {
    const claim = () => claimLease(core, space, { line: key, text: key }, { lease, signal })
    const held = await core.turnstile.aside(line.ask(claim, desk.signalOf(signal)))
    try {
      const entry = build()
      checkAllSuperseded(core, space, entry)
      const answer = appendClaimed(space, entry, held!.token)
      answer.catch(() => {})
      const made = read()
      await core.turnstile.aside(abortable(answer, desk.signalOf(signal)))
      return made
    } catch (error) {
      const isOutrun = error instanceof SyncError && (error.code === 'not-current' || error.code === 'lease-lost')
      if (!isOutrun || attempt === attempts) throw error
    } finally {
      await held?.release()
      line.leave()
    }
  }
}

/** The relay lets a claim supersede all there is: what its verb leaves standing, or held back, cannot be claimed over. */
function checkAllSuperseded(core: Core, space: Space, { key, parents }: NewEntry): void {
  const { heads, held } = core.projection.verdict(space, key)
  const next = space.nextDot()
  const standing = [...heads, ...held.map(({ version }) => version)].map(({ entry }) => entry)
  // An entry that names the next one as its parent is forged.
  const left = standing.filter(
    entry => !parents.some(dot => sameDot(dot, entry.dot)) && !entry.parents.some(dot => sameDot(dot, next)),
  )
  if (left.length === 0) return
  throw new CommonplaceError('not-current', `what is claimed would stand beside ${left.length} more`, {
    hint: 'settle it with facts.resolve, or write without a claim',
  })
}
