import type { Core } from '../core'
import { newLine } from '../ledger/line'
import { pruneLine } from '../ledger/prune'
import { onAbort } from '../on-abort'
import type { Space } from '../space/space'
import { deskOf } from './desk'

/**
 * Shows the team that this agent holds a task, for one lease at a time, until the lease is over: a holder that is killed
 * is shown no longer than its lease lasts.
 *
 * @param key the line of the mark
 * @param over aborted when the task is finished or let go, or its lease is lost
 */
export function keepMark(
  core: Core,
  space: Space,
  key: string,
  token: number,
  leaseMs: number,
  over: AbortSignal,
): void {
  let timer: unknown
  const mark = () => {
    if (over.aborted || core.closed()) return
    write({ token })
    timer = core.timers.set(leaseMs / 2, mark)
  }
  const write = (value: { token: number } | undefined) => {
    const expires = value && core.now() + leaseMs
    const written = space.append([newLine(core, space, key, value, { expires })])
    written.reached('local').catch(error => {
      if (!core.closed()) core.events.emit('error', { error, during: 'marking a task' })
    })
    pruneLine(core, space, key, 1)
  }
  const stop = onAbort(deskOf(core).closing, () => core.timers.clear(timer))
  over.addEventListener(
    'abort',
    () => {
      stop()
      core.timers.clear(timer)
      if (!core.closed()) write(undefined)
    },
    { once: true },
  )
  mark()
}
