import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { type Instant, inTurns, type Json } from '../model'
import { admits } from '../reading/admits'
import { following } from '../reading/following'
import { instants } from '../reading/instants'
import type { Author } from '../reading/record'
import { unknownAuthor } from '../reading/to-record'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import { runKey, type SavedState, statesOf } from './held-state'
import { type RunChoice, runChoice } from './input'
import { SessionIndex } from './session-index'

/** A run as this replica knows it, without what was logged. Frozen. */
export interface RunInfo {
  readonly run: string
  readonly space: string
  /** Who holds it: who saved its state last, or resumed it; absent for a run that is only logged. */
  readonly holder?: Author
  /** Whether this opening of the memory holds it. */
  readonly held: boolean
  /** How often it has changed hands, the first time included; 0 for a run that is only logged. */
  readonly term: number
  /** Of its last checkpoint; 0 when there is none. */
  readonly version: number
  /** As it was saved last; undefined when it never was. */
  readonly state: Json | undefined
  /** How many states stand that their writers saved without having seen the one that counts. */
  readonly forks: number
  /** How many records its log has. */
  readonly logged: number
  /** When it was last logged, saved or taken over. */
  readonly time: Instant
}

const stateKey = new RegExp(`^${runKey('(.+)')}$`, 's')

export function list(core: Core, options: RunChoice = {}): Promise<RunInfo[]> {
  return guarded(core, 'runs.list', () => {
    const { space: asked, scope } = checked(runChoice, options, core.identity.agent, 'runs.list')
    return core.pool.using(asked ?? teamSpaceOf(core.topology), async space => {
      const sessions = await following(core, SessionIndex)
      const admitted = admits(core, {}, scope)
      const runs: RunInfo[] = []
      await inTurns(new Set([...savedIn(core, space), ...sessions.in(space)]), core.pause, run => {
        const said = sessions
          .of(run, core.now())
          .map(({ record }) => record)
          .filter(record => record.space === space.name && record.scope.run === run && admitted(record))
        const states = statesOf(core, space, run, scope)
        const times = [states[0]?.line.version.time.ms, said.at(-1)?.time.getTime()].flatMap(each => each ?? [])
        if (times.length > 0) runs.push(toInfo(core, space, run, states, said.length, Math.max(...times)))
      })
      return runs.sort((a, b) => b.time.getTime() - a.time.getTime() || (a.run < b.run ? -1 : 1))
    })
  })
}

/** The runs of a space that have a state. */
function savedIn(core: Core, space: Space): string[] {
  return [...core.ledger.keysOf(space)].flatMap(key => stateKey.exec(key)?.[1] ?? [])
}

function toInfo(
  core: Core,
  space: Space,
  run: string,
  [current, ...forks]: readonly SavedState[],
  logged: number,
  time: number,
): RunInfo {
  const { term = 0, version = 0, holder, state } = current?.saved ?? {}
  const fields = {
    run,
    space: space.name,
    ...(current && { holder: current.line.author ?? unknownAuthor }),
    held: holder === core.session,
    term,
    version,
    state: version > 0 ? state : undefined,
    forks: forks.length,
    logged,
  }
  return Object.freeze(Object.defineProperties(fields, instants({ time })) as RunInfo)
}
