import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked, listener } from '../input/input'
import type { Json } from '../model'
import { teamSpaceOf } from '../space/team-space'
import { type CallMarks, callMarksOf } from './call-marks'
import { claimWorkLease, type WorkLease } from './claim'
import { deskOf } from './desk'
import {
  type ClaimOptions,
  claimOptions,
  type OnceOptions,
  onceOptions,
  type ResultOptions,
  resultOptions,
  type WorkKeyInput,
  workKeyInput,
} from './input'
import { once } from './once'
import type { WorkProgress } from './progress'
import { progressKey } from './progress-key'
import { resultOf } from './result'
import type { RunContext, WorkContext } from './run'
import { type WorkKind, workKey } from './work-key'
import type { WorkResult } from './work-result'

export function requestOnce<T>(
  core: Core,
  progress: WorkProgress,
  key: WorkKeyInput,
  fn: (context: WorkContext) => T | Promise<T>,
  options: OnceOptions,
): Promise<T> {
  return guarded(core, 'work.once', () => {
    const { agent } = core.identity
    checked(listener, fn, agent, 'work.once', 'a function')
    const input = checked(onceOptions, options, agent, 'work.once')
    const work = keyOf(core, 'once', key, input, 'work.once')
    const space = spaceOf(core, input)
    const desk = deskOf(core)
    const shown = progressKey(space, work.line)
    const tell = (said: Json) => progress.tell(shown, said)
    const { onProgress } = input
    const stopListening =
      onProgress &&
      progress.listen(shown, (said, by) => core.events.call(() => onProgress(said, by), undefined, 'work.once'))
    const result = desk.share(`${space}\u0000${work.line}`, input.signal, signal => {
      let over: ReturnType<CallMarks['begin']> | undefined
      const run = (context: RunContext) => {
        over = callMarksOf(core, progress).begin(shown, work.text, space)
        return fn({ ...context, tell })
      }
      return core.pool
        .using(space, async open => {
          if (input.sideEffects) open.checkRelay()
          // It waits for others and so for no turn of its own: of thousands asked for at once all would begin in one.
          await core.pause()
          return once(core, desk, open, work, run, input, signal)
        })
        .finally(() => progress.end(shown))
        .then(
          value => {
            over?.()
            return value
          },
          (reason: unknown) => {
            over?.({ reason })
            throw reason
          },
        )
    })
    return core.turnstile.aside(result.finally(stopListening))
  })
}

export function requestResult(core: Core, key: WorkKeyInput, options: ResultOptions): Promise<WorkResult | undefined> {
  return guarded(core, 'work.result', () => {
    const input = checked(resultOptions, options, core.identity.agent, 'work.result')
    const { line } = keyOf(core, 'once', key, input, 'work.result')
    return core.pool.using(spaceOf(core, input), space => resultOf(core, space, line))
  })
}

export function requestClaim(core: Core, key: WorkKeyInput, options: ClaimOptions): Promise<WorkLease | undefined> {
  return guarded(core, 'work.claim', () => {
    const input = checked(claimOptions, options, core.identity.agent, 'work.claim')
    const work = keyOf(core, 'claim', key, input, 'work.claim')
    return claimWorkLease(core, spaceOf(core, input), work, input)
  })
}

function keyOf(core: Core, kind: WorkKind, key: WorkKeyInput, { scope = 'space' }: ResultOptions, verb: string) {
  const { identity } = core
  const work = workKey(kind, checked(workKeyInput, key, identity.agent, verb, 'a key'), scope, identity)
  core.gate.whole('the key of work, which every member sees', work.text)
  return work
}

function spaceOf(core: Core, { space }: ResultOptions): string {
  return space ?? teamSpaceOf(core.topology)
}
