import { expect, test } from 'vitest'
import { toFolderName } from './folder-name'

test('a name that a file system takes stays as it is', () => {
  expect(toFolderName('support')).toBe('support')
  expect(toFolderName('a.b')).toBe('a.b')
})

test.each(['.', '..', '...'])('%s does not lead out of the store', part => {
  expect(toFolderName(part)).toBe(part.replaceAll('.', '%2E'))
})

test('names that are too long are cut and stay apart', () => {
  const [one, other] = ['1', '2'].map(end => toFolderName(encodeURIComponent('é'.repeat(127)) + end))
  expect(one).not.toBe(other)
  expect(one?.length).toBeLessThan(200)
})
