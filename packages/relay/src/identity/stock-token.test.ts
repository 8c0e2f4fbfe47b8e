import { expect, test } from 'vitest'
import { stockToken, tokenProtocol } from './stock-token'

test('TK9 a stock client gives its token as a subprotocol or in its URL where that is allowed', () => {
  expect(stockToken('/acme/team?token=a.b-c_d', [], true)).toBe('a.b-c_d')
  expect(stockToken('/acme/team?token=a.b-c_d', [], false)).toBe('')
  expect(stockToken('/acme/team?x=1&token=a', ['y', 'commonplace-token.b'], false)).toBe('b')
  expect(stockToken('/acme/team', ['y'], true)).toBe('')
  expect(stockToken('', [], true)).toBe('')
  expect(tokenProtocol(new Set(['y', 'commonplace-token.b']))).toBe('commonplace-token.b')
  expect(tokenProtocol(['commonplace.1'])).toBeUndefined()
})
