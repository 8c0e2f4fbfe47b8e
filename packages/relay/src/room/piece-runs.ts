import { addToDeletes, type DeleteSet } from '@commonplace/protocol'
import type { LogItem } from './log-item'
import { compactedLevel } from './rewrite'
import { pieceBytes } from './state-for'

/**
 * The runs of adjacent items that make a piece each and may hold content of something deleted. A piece that a compaction made
 * holds none but of what was deleted since.
 */
export function staleRuns(items: readonly LogItem[]): LogItem[][] {
  const fresh: DeleteSet = new Map()
  for (const { level, deletes } of items) if (level !== compactedLevel) addToDeletes(fresh, deletes)
  const runs: LogItem[][] = []
  let bytes = pieceBytes
  for (const item of items) {
    bytes += item.size
    if (bytes > pieceBytes) {
      runs.push([])
      bytes = item.size
    }
    runs.at(-1)!.push(item)
  }
  return runs.filter(run => run.some(item => item.level !== compactedLevel || isConcerned(item, fresh)))
}

function isConcerned({ from, to }: LogItem, deletes: DeleteSet): boolean {
  return [...to].some(([client, end]) =>
    deletes.get(client)?.some(([first, last]) => first < end && last > (from.get(client) ?? 0)),
  )
}
