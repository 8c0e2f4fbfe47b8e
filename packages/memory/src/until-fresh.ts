import { abortable } from './abortable'
import type { Core } from './core'
import { CommonplaceError } from './errors'
import { parseDuration } from './model'
import { deskOf } from './work/desk'
import { whenReach } from './work/reach'

/**
 * Waits until what reads show is no older than asked: at once when the relay answered so lately, else with one question and
 * its answer. While the relay cannot be reached, what is here must do or the read fails.
 *
 * @param bound a duration; 0: all that was acknowledged to anybody when the read was called
 * @throws CommonplaceError `no-relay`, `offline` with the age of what is here; the signal's reason
 */
export async function untilFresh(core: Core, bound: string | number, own?: AbortSignal): Promise<void> {
  const { freshness } = core
  const spaces = freshness.followed()
  if (spaces.length === 0) return
  for (const space of spaces) space.checkRelay()
  const ms = parseDuration(bound)
  if (ms > 0 && freshness.ageMs() <= ms) return
  const signal = deskOf(core).signalOf(own)
  for (let isFresh = false; !isFresh; ) {
    const reaches = await Promise.all(spaces.map(space => whenReach(core, space, reach => reach !== 'unknown', signal)))
    if (reaches.includes('away')) throw tooOld(core, ms)
    // A connection that ends meanwhile may be back soon.
    isFresh = await abortable(freshness.ask(), signal).then(
      () => true,
      () => false,
    )
    signal.throwIfAborted()
  }
}

function tooOld({ identity, freshness }: Core, ms: number): CommonplaceError {
  const age = freshness.ageMs()
  const known = Number.isFinite(age) ? `${Math.round(age)} ms old` : 'of unknown age'
  return new CommonplaceError(
    'offline',
    `agent "${identity.agent}" reads what is ${known}, and wants ${ms} ms at most`,
    {
      hint: 'read without maxStaleness, or wait until memory.sync.status says online',
    },
  )
}
