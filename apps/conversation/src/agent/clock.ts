import { performance } from 'node:perf_hooks'

/** Milliseconds on a clock that the processes of one machine share; fractions count. */
export function machineNow(): number {
  return performance.timeOrigin + performance.now()
}
