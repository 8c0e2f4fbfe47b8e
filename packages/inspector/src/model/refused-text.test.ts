import { expect, test } from 'vitest'
import { refusedText } from './refused-text'

const payload = (content: unknown) => JSON.stringify([1, ['ada'], [1, 0], 'record', 'episodic', content])

test.each([
  [[payload('The lamp is packed')], 'The lamp is packed'],
  [[payload({ order: 42 }), payload('Sent')], '{"order":42}; Sent'],
  [[payload(''), 'damaged', '{}'], ''],
])('%j', (payloads, text) => {
  expect(refusedText(payloads)).toBe(text)
})
