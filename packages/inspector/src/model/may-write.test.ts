import { expect, test } from 'vitest'
import { mayWrite } from './may-write'

test.each([
  ['not joined yet', { rights: [] }, true],
  ['with the right', { rights: ['discover', 'read', 'append'] }, true],
  ['to be read only', { rights: ['discover', 'read'] }, false],
  ['denied', { rights: [], denied: { code: 'unknown-room', message: 'no such room' } }, false],
] as const)('a space %s', (_, status, may) => {
  expect(mayWrite(status)).toBe(may)
})
