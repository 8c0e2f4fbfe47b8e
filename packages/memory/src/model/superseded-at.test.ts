import { expect, test } from 'vitest'
import type { RecordBody } from './record-body'
import { supersededAt } from './superseded-at'
import type { Version } from './version'

function version(clock: number, parents: number[], ms: number, body: Partial<RecordBody> = {}): Version {
  const entry = {
    dot: { client: 1, clock },
    key: 'f/a',
    parents: parents.map(at => ({ client: 1, clock: at })),
    payload: '',
  }
  return { entry, record: { ok: true, body: body as RecordBody }, bound: false, time: { ms, count: 0 } }
}

test.each<[string, Version[], [string, number][]]>([
  ['by the first that superseded it', [version(0, [], 10), version(1, [0], 20), version(2, [0], 30)], [['1.0', 20]]],
  ['when that begins to hold', [version(0, [], 10), version(1, [0], 20, { validFrom: 50 })], [['1.0', 50]]],
  ['never by one that ends', [version(0, [], 10), version(1, [0], 20, { validTo: 50 })], []],
  [
    'by what superseded the one that ends',
    [version(0, [], 10), version(1, [0], 20, { validTo: 50 }), version(2, [1], 60)],
    [
      ['1.0', 60],
      ['1.1', 60],
    ],
  ],
])('superseded %s', (_, versions, wanted) => {
  expect([...supersededAt(versions)].sort()).toEqual(wanted)
  expect([...supersededAt(versions.toReversed())].sort()).toEqual(wanted)
})
