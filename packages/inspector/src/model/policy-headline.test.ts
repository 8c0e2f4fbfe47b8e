import { expect, test } from 'vitest'
import type { InspectedSpaceStatus } from '../memory-face'
import { policyHeadline } from './policy-headline'

type Space = Pick<InspectedSpaceStatus, 'rights' | 'denied'>
const writes: Space = { rights: ['discover', 'read', 'append'] }
const reads: Space = { rights: ['discover', 'read'] }
const denied: Space = { rights: [], denied: { code: 'unknown-room', message: 'no such room' } }
const unasked: Space = { rights: [] }

test.each<[Space[], string]>([
  [[], 'support has no shared space open.'],
  [[writes, writes], 'support writes in two spaces.'],
  [[writes, reads, denied], 'support writes in one space, only reads one space, was denied one space.'],
  [[unasked], 'support has no answer yet about one space.'],
])('%j', (spaces, words) => {
  expect(policyHeadline('support', spaces)).toBe(words)
})
