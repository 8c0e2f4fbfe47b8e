import { expect, test } from 'vitest'
import type { Space } from '../space/space'
import { placedIn } from './placed'
import type { Projection } from './projection'
import type { View } from './reader'
import type { MemoryRecord } from './record'

test('records are come to one after another', () => {
  let read = 0
  const projection: Pick<Projection, 'live' | 'kept'> = {
    live: () => [],
    *kept() {
      while (read < 1_000) yield [{} as Space, `r/${read++}`, { record: {} as MemoryRecord } as View]
    },
  }
  for (const { key } of placedIn(projection)) if (key === 'r/9') break
  expect(read).toBe(10)
})
