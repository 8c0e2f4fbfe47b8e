import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Slots } from './slots'

test('every id present has a slot of its own, none higher than the most ever present', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), toggled => {
      const slots = new Slots()
      const present = new Map<string, number>()
      let most = 0
      for (const id of toggled.map(String)) {
        if (present.delete(id)) slots.giveBack(id)
        else present.set(id, slots.take(id))
        most = Math.max(most, present.size)
        for (const [each, slot] of present) expect(slots.of(each)).toBe(slot)
        expect(new Set(present.values()).size).toBe(slots.size)
        expect(Math.max(0, ...present.values())).toBeLessThanOrEqual(most)
      }
    }),
  )
})
