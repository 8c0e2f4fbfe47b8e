import type { Entry } from './entry'
import { judge, type Verdict } from './judge'
import type { JudgeContext } from './judge-context'
import { readVersion } from './version'

/**
 * The verdict that a reader with everything written by then would have reached at an earlier time, as far as compaction
 * left it. Entries are counted by their time, see `Version`.
 *
 * @param time milliseconds since 1970
 */
export function judgeAsOf(key: string, entries: readonly Entry[], time: number, context: JudgeContext): Verdict {
  const written = entries.filter(entry => readVersion(entry, context).time.ms <= time)
  return judge(key, written, { ...context, now: time })
}
