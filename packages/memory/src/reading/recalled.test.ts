import { expect, test } from 'vitest'
import { Recalled } from './recalled'

test('a text that was handed out is recognised when it is written again, also with a few words around it', () => {
  const recalled = new Recalled()
  recalled.handedOut([
    { version: 'a', content: 'Ada prefers e-mail to phone calls on weekdays and hates being called at night' },
    { version: 'b', content: 'On holiday' },
  ])
  expect(
    recalled.repeats('Note: Ada prefers e-mail to phone calls, on weekdays, and hates being called at night!'),
  ).toBe('a')
  expect(recalled.repeats('on holiday')).toBe('b')
  expect(recalled.repeats('Bob is on holiday')).toBeUndefined()
  expect(recalled.repeats('Ada prefers letters to phone calls and wants them before noon')).toBeUndefined()
})

test('the latest thousand are remembered', () => {
  const recalled = new Recalled()
  const texts = Array.from({ length: 1_500 }, (_, n) => ({
    version: `v${n}`,
    content: `order number ${n} has left the house`,
  }))
  for (const text of texts) {
    recalled.handedOut([text])
    recalled.repeats('anything')
  }
  expect(recalled.repeats('order number 0 has left the house')).toBeUndefined()
  expect(recalled.repeats('order number 1499 has left the house')).toBe('v1499')
})
