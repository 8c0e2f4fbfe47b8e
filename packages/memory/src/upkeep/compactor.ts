import type { Core } from '../core'
import { lazy } from '../lazy'
import { dropsAnything } from '../retention/retention-rule'

/** After opening, what is past its retention can wait a little; then it is looked for four times a day. */
const [firstMs, everyMs] = [300_000, 21_600_000]

const retention = lazy(() => import('./part'))

/** Drops what is past its retention while the memory is open. A memory that keeps everything holds no timer. */
export function startCompactor(core: Core): void {
  if (!dropsAnything(core.retention, core.kinds)) return
  let timer: unknown
  const later = (ms: number) => {
    timer = core.timers.set(ms, () => {
      retention(({ compact }) => compact(core))
        .catch(error => core.events.emit('error', { error, during: 'compacting' }))
        .finally(() => {
          if (!core.closed()) later(everyMs)
        })
    })
  }
  later(firstMs)
  core.onClose(() => core.timers.clear(timer))
}
