import { expect, test } from 'vitest'
import { requestFault } from './loopback'

const host = '127.0.0.1:4321'

test('pages of this machine and programs come in, pages of others do not', () => {
  expect(requestFault({ headers: { host } })).toBeNull()
  expect(requestFault({ headers: { host, origin: 'http://localhost:5173' } })).toBeNull()
  expect(requestFault({ headers: { host, origin: 'https://evil.example' } })).toBe(
    'origin "https://evil.example" is not this machine',
  )
})

test('a page opened as a file is refused like a sandboxed frame of any site, and its developer is told what to do', () => {
  expect(requestFault({ headers: { host, origin: 'null' } })).toContain('serve it from localhost')
})
