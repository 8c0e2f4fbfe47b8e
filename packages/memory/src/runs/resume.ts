import type { Core } from '../core'
import { calledWith, guarded } from '../guarded'
import { checked } from '../input/input'
import { compareTimestamps, type Json } from '../model'
import { admits } from '../reading/admits'
import { following } from '../reading/following'
import type { Author, MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import { untilCurrent } from '../work/until-current'
import { writeState } from './checkpoint'
import { type Checkpoint, toCheckpoint } from './checkpoint-info'
import { statesOf } from './held-state'
import { type ResumeOptions, resumeOptions, runName } from './input'
import { SessionIndex } from './session-index'

/** A run as its new holder finds it. Frozen. */
export interface ResumedRun<State = Json> {
  readonly run: string
  /** The state saved last; undefined when nobody saved one. */
  readonly state: State | undefined
  /** Of the last checkpoint; 0 when there is none. */
  readonly version: number
  readonly term: number
  /** Who held the run before; absent for a new one. */
  readonly from?: Author
  /** What was logged since the checkpoint, oldest first: done, but perhaps not part of the state. */
  readonly log: readonly MemoryRecord[]
  /** States that others saved without having seen the one that counts, such as a holder that was cut off. */
  readonly forks: readonly Checkpoint<State>[]
}

/** What a relay that lets this agent in no more would say, nobody knows: a run that looks new may be half done. */
function untilKnown(core: Core, space: Space, signal: AbortSignal | undefined): Promise<void> {
  if (space.visibility === 'private') return Promise.resolve()
  const isCurrent = async (each: AbortSignal) => {
    await untilCurrent(core, space, each)
    each.throwIfAborted()
  }
  return space.welcome(isCurrent, signal)
}

export function resume(core: Core, run: string, options: ResumeOptions = {}): Promise<ResumedRun> {
  return guarded(core, calledWith('runs.resume', run), () => {
    const { agent } = core.identity
    const name = checked(runName, run, agent, 'runs.resume', 'a run')
    const { scope, offline, space: asked, ...input } = checked(resumeOptions, options, agent, 'runs.resume')
    return core.pool.using(asked ?? teamSpaceOf(core.topology), async space => {
      if (!offline) await core.turnstile.aside(untilKnown(core, space, input.signal))
      const sessions = await following(core, SessionIndex)
      const [current, ...others] = statesOf(core, space, name, scope)
      const admitted = admits(core, {}, scope)
      const log = sessions
        .of(name, core.now())
        .filter(said => !current || compareTimestamps(said.time, current.line.version.time) > 0)
        .filter(({ record }) => admitted(record))
      const lastSaid = log.at(-1)
      if (current) core.clock.observe(current.line.version.time)
      if (lastSaid) core.clock.observe(lastSaid.time)
      const before = current?.saved ?? { term: 0, version: 0, state: null }
      const next = { ...before, term: before.term + 1, since: core.clock.tick(), holder: core.session }
      const forks = others.map(each => toCheckpoint(core, name, each, current))
      await writeState(core, space, name, next, { ...input, scope, reason: 'resumed' })
      return Object.freeze({
        run: name,
        state: current && current.saved.version > 0 ? current.saved.state : undefined,
        version: before.version,
        term: next.term,
        ...(current?.line.author && { from: current.line.author }),
        log: Object.freeze(log.map(({ record }) => record)),
        forks: Object.freeze(forks),
      })
    })
  })
}
