import type { Core } from './core'
import { CommonplaceError } from './errors'
import { parseDuration } from './model'
import type { SpacePool } from './space/pool'
import type { Space } from './space/space'
import type { Connection } from './sync'
import { deskOf } from './work/desk'
import { whenReach } from './work/reach'

interface FreshnessOptions {
  readonly pool: SpacePool
  readonly connection: Connection | undefined
  readonly now: () => number
}

/**
 * How old what this replica shows of the shared spaces can be: since the relay was last asked whether there is more, and
 * answered. Between two questions the relay sends what comes by itself, so that what is shown is mostly newer than that.
 */
export class Freshness {
  private readonly options: FreshnessOptions
  /** When each space had all that the relay had, ms. */
  private readonly askedAt = new Map<Space, number>()
  private asking: Promise<void> | undefined

  constructor(options: FreshnessOptions) {
    this.options = options
  }

  /** Ms, of the space that is known least; Infinity before the relay first answered; 0 without a shared space. */
  ageMs(): number {
    const now = this.options.now()
    const ages = this.followed().map(space => now - (this.askedAt.get(space) ?? Number.NEGATIVE_INFINITY))
    return Math.max(0, ...ages)
  }

  /**
   * Asks the relay; many who ask at once share the next question.
   *
   * @throws SyncError `offline`
   */
  async ask(): Promise<void> {
    // A question under way may have been asked before what this caller waits for was committed.
    await this.asking?.catch(() => {})
    this.asking ??= this.askOnce().finally(() => {
      this.asking = undefined
    })
    await this.asking
  }

  /** The shared spaces that the relay lets this agent read. */
  followed(): Space[] {
    return this.options.pool
      .loaded()
      .filter(({ visibility, replica }) => visibility === 'shared' && replica.status.value.state !== 'denied')
  }

  forget(space: Space): void {
    this.askedAt.delete(space)
  }

  private async askOnce(): Promise<void> {
    const at = this.options.now()
    const spaces = this.followed().filter(({ replica }) => replica.status.value.synced)
    await this.options.connection!.ask()
    for (const space of spaces) this.askedAt.set(space, at)
  }
}

/**
 * Waits until what reads show is no older than asked: at once when the relay answered so lately, else with one question and
 * its answer. While the relay cannot be reached, what is here must do or the read fails.
 *
 * @param bound a duration; 0: all that was acknowledged to anybody when the read was called
 * @throws CommonplaceError `no-relay`, `offline` with the age of what is here; the signal's reason
 */
export async function fresh(core: Core, bound: string | number | undefined, own?: AbortSignal): Promise<void> {
  if (bound === undefined) return
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
    isFresh = await freshness.ask().then(
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
