import { expect, test } from 'vitest'
import { deedText } from './deed-text'

test.each([
  [{ did: 'rescoped', space: 'team', records: 2 }, '2 records got another scope in team'],
  [{ did: 'arrived', space: 'archive', records: 1, other: 'team' }, '1 record came to archive from team'],
  [{ did: 'left', space: 'team', records: 3, other: 'archive' }, '3 records left team for archive'],
  [{ did: 'promoted', space: 'team', records: 2 }, '2 records were promoted to team from a private space'],
  [{ did: 'shared', space: 'notes', records: 2, other: 'team' }, '2 records of notes were shared in team'],
  [{ did: 'withdrawn', space: 'team', records: 2 }, '2 records promoted to team were taken back'],
  [{ did: 'promoted', space: 'team', records: 1 }, '1 record was promoted to team from a private space'],
  [{ did: 'withdrawn', space: 'team', records: 1 }, '1 record promoted to team was taken back'],
] as const)('%j', (change, words) => {
  expect(deedText(change)).toBe(words)
})
