import { expect, test } from 'vitest'
import { factKey, ledgerKey, readKey, recordKey } from './keys'

test('a record key names the dot of its first version, a fact key the fact, also where it looks like a dot', () => {
  expect(readKey(recordKey({ client: 36, clock: 5 }))).toEqual({ type: 'record', dot: { client: 36, clock: 5 } })
  expect(readKey(factKey('order/42/status'))).toEqual({ type: 'fact', name: 'order/42/status' })
  expect(readKey(factKey('release.3'))).toEqual({ type: 'fact', name: 'release.3' })
  expect(readKey(factKey('__proto__'))).toEqual({ type: 'fact', name: '__proto__' })
})

test('names that look alike make one key', () => {
  expect(factKey('caf\u0065\u0301')).toBe(factKey('caf\u00e9'))
})

test('keys of other forms are not read, names that cannot be written are refused', () => {
  for (const key of ['', 'f/', 'r/', 'r/x', 'g/a', 'a']) expect(readKey(key), key).toBeUndefined()
  for (const name of ['', 'a\u0000', 'a\ud800', 'x'.repeat(1023)]) {
    expect(() => factKey(name)).toThrow(expect.objectContaining({ code: 'invalid-field' }))
  }
})

test('a line of the ledger has one key, whoever owns it, and no key of another form is taken for one', () => {
  expect(readKey(ledgerKey('run/7/state'))).toEqual({ type: 'ledger', path: 'run/7/state' })
  expect(readKey(ledgerKey('card', 'a/b c'))).toEqual({ type: 'ledger', path: 'card', owner: 'a/b c' })
  for (const key of ['l/', 'o/', 'o/a', 'o/a/', 'o/%/card', 'o/%61/card', 'o//card']) {
    expect(readKey(key), key).toBeUndefined()
  }
  for (const path of ['', 'a\u0000', 'x'.repeat(1023)]) {
    expect(() => ledgerKey(path, 'ada')).toThrow(expect.objectContaining({ code: 'invalid-field' }))
  }
})
