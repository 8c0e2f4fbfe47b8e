import { decodeUpdate } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { deletesAsUpdate } from './deletes-as-update'

test('neighbours are one range, in whatever order they are named', () => {
  const dots = [7, 3, 4, 5].map(clock => ({ client: 1, clock })).concat({ client: 2, clock: 0 })
  expect([...decodeUpdate(deletesAsUpdate(dots)).deletes]).toEqual([
    [2, [[0, 1]]],
    [
      1,
      [
        [3, 6],
        [7, 8],
      ],
    ],
  ])
})
