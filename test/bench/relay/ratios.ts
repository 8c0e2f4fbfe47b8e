import { type SubjectName, subjects } from './subjects'
import type { Row } from './workloads/workload'
import type { WorkloadName } from './workloads/workloads'

/** Rows by workload and server; a server whose row failed is absent. */
export type Results = Map<WorkloadName, Map<SubjectName, Row>>

type Source = readonly [
  workload: WorkloadName,
  field: string,
  against: SubjectName | 'best peer',
  /** what is divided instead where the generator bounded one of the rows */
  whenBound?: string,
]

const sources = {
  fanoutRateVsHocuspocus: ['fanout', 'updatesPerSecond', 'hocuspocus'],
  fanoutRateVsYWebsocket: ['fanout', 'updatesPerSecond', 'y-websocket'],
  fanoutCpuVsHocuspocus: ['fanout', 'cpuUsPerUpdate', 'hocuspocus'],
  spreadCpuVsYWebsocket: ['spread', 'cpuUsPerUpdate', 'y-websocket'],
  spreadCpuMultiplexedVsBareWs: ['spreadMultiplexed', 'cpuUsPerUpdate', 'bare-ws'],
  joinStormP99VsBestPeer: ['storm', 'p99Ms', 'best peer', 'cpuMs'],
  coldJoinVsYWebsocket: ['storm', 'firstMs', 'y-websocket'],
  staleJoinVsYWebsocket: ['stale', 'staleP50Ms', 'y-websocket'],
  reconnectVsBestPeer: ['reconnect', 'convergedMs', 'best peer', 'cpuMs'],
  idleMemoryVsBareWs: ['idle', 'kbPerConnection', 'bare-ws'],
  memory100kVsYWebsocket: ['stale', 'memoryMb', 'y-websocket'],
} as const satisfies Record<string, Source>

export type RatioName = keyof typeof sources

/** A ratio, and the field of the rows that was divided; where that depends on the generator, also what each of the two gives. */
export interface Ratio {
  readonly ratio: number | null
  readonly of: string
  readonly byTime?: number | null
  readonly byCpu?: number | null
}

/**
 * Ours ÷ theirs, of one run; lower is better except where the name says rate. The best peer is the one with the lowest
 * figure. Null where a row is missing. `memory100k…` is of the large room, whose size a quick run lowers. Times of a row
 * that the generator bounded are the generator's: where it is ours or one that it is compared with, the CPU of the servers is divided.
 */
export function ratiosOf(results: Results): Record<RatioName, Ratio> {
  const ratios = Object.entries(sources).map(([name, source]: [string, Source]) => {
    const [workload, field, against, whenBound] = source
    const rows = results.get(workload)
    const peers = [...(rows?.keys() ?? [])].filter(subject => subjects[subject].isPeer)
    const theirNames = against === 'best peer' ? peers : [against]
    const isBound = ['commonplace' as const, ...theirNames].some(each => isGeneratorBound(rows?.get(each) ?? {}))
    const divide = (figure: string): number | null => {
      const ours = rows?.get('commonplace')?.[figure]
      const theirs = least(theirNames.map(each => rows?.get(each)?.[figure]))
      const isKnown = typeof ours === 'number' && typeof theirs === 'number' && theirs > 0
      return isKnown ? Number((ours / theirs).toPrecision(3)) : null
    }
    if (whenBound === undefined) return [name, { ratio: divide(field), of: field }]
    const of = isBound ? whenBound : field
    return [name, { ratio: divide(of), of, byTime: divide(field), byCpu: divide(whenBound) }]
  })
  return Object.fromEntries(ratios)
}

const least = (figures: readonly unknown[]): number | undefined => {
  const numbers = figures.filter(figure => typeof figure === 'number')
  return numbers.length === 0 ? undefined : Math.min(...numbers)
}

const busyGenerator = 70

/** A row whose load generator used over 70 % of a core: its rate is the generator's, only the server's CPU counts. */
export const isGeneratorBound = (row: Row): boolean => Number(row.generatorPercent ?? 0) > busyGenerator
