import { SeededRandom } from '@commonplace/protocol/testing'
import { describe, expect, it } from 'vitest'
import { SmallMap } from './small-map'

const seeds = [1, 2, 3, 4, 5, 6, 7, 8]

const keys = [0, 1, 2, 3]

const seen = (map: SmallMap<number, number> | Map<number, number>) => ({
  entries: [...map],
  keys: [...map.keys()],
  values: [...map.values()],
  size: map.size,
  found: keys.map(key => map.get(key)),
  has: keys.map(key => map.has(key)),
})

describe('SmallMap', () => {
  it.each(seeds)('answers as a Map does, whatever is put, deleted and cleared (seed %i)', seed => {
    const random = new SeededRandom(seed)
    const small = new SmallMap<number, number>()
    const map = new Map<number, number>()
    for (let step = 0; step < 400; step++) {
      const key = random.below(4)
      const act = random.next()
      if (act < 0.45) {
        small.set(key, step)
        map.set(key, step)
      } else if (act < 0.95) expect(small.delete(key)).toBe(map.delete(key))
      else {
        small.clear()
        map.clear()
      }
      expect(seen(small)).toEqual(seen(map))
    }
  })

  it.each([1, 2, 3])('is walked through as a Map is while entries are put and deleted (%i entries at first)', count => {
    const walk = (entries: SmallMap<number, string> | Map<number, string>) => {
      for (let key = 0; key < count; key++) entries.set(key, `at first ${key}`)
      const seen: string[] = []
      for (const [key, value] of entries) {
        seen.push(value)
        if (key === 0) {
          entries.set(10, 'put')
          entries.set(11, 'put and deleted')
          entries.delete(11)
          entries.delete(1)
        }
      }
      return seen
    }
    expect(walk(new SmallMap())).toEqual(walk(new Map()))
  })
})
