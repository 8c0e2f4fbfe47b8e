import { expect, test } from 'vitest'
import { isGeneratorBound, type Results, ratiosOf } from './ratios'
import { isSubjectName } from './subjects'
import type { Row } from './workloads/workload'
import { isWorkloadName } from './workloads/workloads'

function results(rows: Record<string, Record<string, Row>>): Results {
  const found: Results = new Map()
  for (const [workload, row] of Object.entries(rows)) {
    if (!isWorkloadName(workload)) throw new Error(workload)
    found.set(workload, new Map(Object.entries(row).map(([name, figures]) => [subject(name), figures])))
  }
  return found
}

function subject(name: string) {
  if (!isSubjectName(name)) throw new Error(name)
  return name
}

test('a ratio is ours divided by theirs, the best peer being the one with the lowest figure', () => {
  const ratios = ratiosOf(
    results({
      fanout: { commonplace: { updatesPerSecond: 30_000 }, 'y-websocket': { updatesPerSecond: 1500 } },
      storm: {
        commonplace: { p99Ms: 30, cpuMs: 20 },
        hocuspocus: { p99Ms: 600, cpuMs: 400 },
        'y-websocket': { p99Ms: 500, cpuMs: 500 },
      },
    }),
  )
  expect(ratios.fanoutRateVsYWebsocket.ratio).toBe(20)
  expect(ratios.joinStormP99VsBestPeer).toEqual({ ratio: 0.06, of: 'p99Ms', byTime: 0.06, byCpu: 0.05 })
})

test('a ratio is null where a row or its figure is missing', () => {
  const ratios = ratiosOf(results({ idle: { commonplace: { kbPerConnection: 12 }, 'bare-ws': {} } }))
  expect(new Set(Object.values(ratios).map(({ ratio }) => ratio))).toEqual(new Set([null]))
})

test('bare servers are limits, not peers', () => {
  const rows = { commonplace: { convergedMs: 100 }, 'bare-ws': { convergedMs: 1 } }
  expect(ratiosOf(results({ reconnect: rows })).reconnectVsBestPeer.ratio).toBeNull()
})

test("where the generator bounds a row of two, times are the generator's and the CPU of the servers is compared", () => {
  const ratioAt = (ours: number, theirs: number) =>
    ratiosOf(
      results({
        reconnect: {
          commonplace: { convergedMs: 400, cpuMs: 200, generatorPercent: ours },
          hocuspocus: { convergedMs: 1000, cpuMs: 1000, generatorPercent: theirs },
        },
      }),
    ).reconnectVsBestPeer
  expect(ratioAt(71, 30)).toEqual({ ratio: 0.2, of: 'cpuMs', byTime: 0.4, byCpu: 0.2 })
  expect(ratioAt(30, 71)).toEqual({ ratio: 0.2, of: 'cpuMs', byTime: 0.4, byCpu: 0.2 })
  expect(ratioAt(70, 70)).toEqual({ ratio: 0.4, of: 'convergedMs', byTime: 0.4, byCpu: 0.2 })
})

test('a generator above 70 % of a core bounds its row', () => {
  expect(isGeneratorBound({ generatorPercent: 70 })).toBe(false)
  expect(isGeneratorBound({ generatorPercent: 71 })).toBe(true)
  expect(isGeneratorBound({})).toBe(false)
})
