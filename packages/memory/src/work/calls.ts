import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { type Instant, inTurns, ledgerKey } from '../model'
import { instants } from '../reading/instants'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import { type CallMark, callMarksOf } from './call-marks'
import { type CallFilter, callFilter } from './input'
import type { WorkProgress } from './progress'
import { progressKey } from './progress-key'
import { resultOf } from './result'
import type { WorkResult } from './work-result'

/** A call of `work.once` as this replica knows it. Frozen. */
export interface WorkCall {
  /** What is shown of a long one ends after 120 letters, until its result is there. */
  readonly key: string
  /**
   * `running` and `failed` are what agents that are here show of themselves, and no longer than that; `committed` has a result under
   * a lease, `kept` one from out of the relay's reach; `overlapped` has several, of which one counts.
   */
  readonly state: 'running' | 'failed' | 'committed' | 'kept' | 'overlapped'
  /** Who runs it, whose latest run failed, or whose result counts. */
  readonly agent: string
  /** When that run began, or its result was written. */
  readonly time: Instant
  /** How many runs of it agents that are here began, or have results. */
  readonly started: number
  /** What it failed with: a code, or the name of an error. */
  readonly error?: string
  /** The result that counts while it lasts, whatever runs beside it. */
  readonly result?: WorkResult
  /** The size of that result as JSON, bytes; 0 when the run gave nothing. */
  readonly bytes?: number
}

const prefix = ledgerKey('work/once/')

export function requestCalls(core: Core, progress: WorkProgress, options: CallFilter): Promise<WorkCall[]> {
  return guarded(core, 'work.calls', () => {
    const input = checked(callFilter, options, core.identity.agent, 'work.calls')
    return core.pool.using(input.space ?? teamSpaceOf(core.topology), space => callsOf(core, progress, space))
  })
}

async function callsOf(core: Core, progress: WorkProgress, space: Space): Promise<WorkCall[]> {
  const results = await resultsIn(core, space)
  const marks = new Map<string, { agent: string; mark: CallMark }[]>()
  for (const each of callMarksOf(core, progress).list()) {
    const { shown, space: of } = each.mark
    // What shows no key may be any space's: it is known by a result, or not at all.
    if (!results.has(shown) && of !== space.name) continue
    marks.set(shown, [...(marks.get(shown) ?? []), each])
  }
  const calls = [...new Set([...marks.keys(), ...results.keys()])].flatMap(
    shown => toCall(marks.get(shown) ?? [], results.get(shown)) ?? [],
  )
  return calls.sort((a, b) => b.time.getTime() - a.time.getTime() || (a.key < b.key ? -1 : 1))
}

/** The results of a space that still count, by what their calls are shown as. */
async function resultsIn(core: Core, space: Space): Promise<Map<string, WorkResult>> {
  const results = new Map<string, WorkResult>()
  await inTurns([...core.ledger.keysOf(space)], core.pause, line => {
    const result = line.startsWith(prefix) && resultOf(core, space, line)
    if (result) results.set(progressKey(space.name, line), result)
  })
  return results
}

function toCall(
  marks: readonly { readonly agent: string; readonly mark: CallMark }[],
  result: WorkResult | undefined,
): WorkCall | undefined {
  const latest = marks.toSorted((a, b) => Number(a.mark.error !== undefined) - Number(b.mark.error !== undefined))[0]
  const begun = marks.reduce((sum, { mark }) => sum + mark.started, 0)
  const found = result && { result, bytes: bytesOf(result.value) }
  if (latest && (latest.mark.error === undefined || !result)) {
    const { agent, mark } = latest
    const state = mark.error === undefined ? 'running' : 'failed'
    const error = mark.error !== undefined && { error: mark.error }
    const fields = { key: result?.key ?? mark.key, state, agent, started: begun, ...error, ...found }
    return Object.freeze(Object.defineProperties(fields, instants({ time: mark.at })) as WorkCall)
  }
  if (!result) return undefined
  const state = result.overlapped ? 'overlapped' : result.leased ? 'committed' : 'kept'
  const started = Math.max(result.runs.length, begun)
  const fields = { key: result.key, state, agent: result.author.agent, started, ...found }
  return Object.freeze(Object.defineProperties(fields, instants({ time: result.time.getTime() })) as WorkCall)
}

function bytesOf(value: unknown): number {
  return value === undefined ? 0 : new TextEncoder().encode(JSON.stringify(value)).length
}
