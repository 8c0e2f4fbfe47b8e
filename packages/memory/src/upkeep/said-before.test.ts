import { expect, test } from 'vitest'
import { SaidBefore } from './said-before'

test('a text is compared with those alone that can be nearly the same', () => {
  const before = new SaidBefore()
  let reads = 0
  const take = (id: string, content: string) => {
    const record = {
      id,
      space: 'team',
      get content() {
        reads++
        return content
      },
    }
    return before.take('team', record)
  }
  const others = Array.from({ length: 100 }, (_, n) => `parcel ${n} was left at the gate`)
  const word = (n: number) => String(n).replaceAll(/\d/g, digit => 'abcdefghij'[Number(digit)]!)
  const threefold = Array.from(
    { length: 5 },
    (_, n) => `left at the gate ${Array.from({ length: 3 ** (n + 2) }, (_, n) => word(n)).join(' ')}`,
  )
  for (const content of [...others, ...threefold]) expect(take(content, content)).toBeUndefined()
  expect(reads).toBe(others.length + threefold.length)
  expect(take('copy', ' parcel 7 was  left at the gate')).toEqual({ finding: 'duplicates', of: others[7] })
  expect(take('near', 'parcel 8 was left at a gate')).toEqual({ finding: 'nearDuplicates', of: others[8] })
})
