import type { InspectedRescoping } from '../memory-face'
import { count } from './count-text'

type Change = InspectedRescoping['changes'][number]

const words: Readonly<Record<Change['did'], (change: Change) => string>> = {
  rescoped: ({ space }) => `got another scope in ${space}`,
  arrived: ({ space, other }) => `came to ${space}${other ? ` from ${other}` : ''}`,
  left: ({ space, other }) => `left ${space}${other ? ` for ${other}` : ''}`,
  promoted: ({ space, other, records }) =>
    `${were(records)} promoted to ${space}${other ? ` from ${other}` : ' from a private space'}`,
  shared: ({ space, other, records }) => `of ${space} ${were(records)} shared${other ? ` in ${other}` : ''}`,
  withdrawn: ({ space, records }) => `promoted to ${space} ${were(records)} taken back`,
}

const were = (records: number) => (records === 1 ? 'was' : 'were')

/** What one batch did in one space: `3 records came to archive from team`. */
export function deedText(change: Change): string {
  return `${count(change.records, 'record')} ${words[change.did](change)}`
}
