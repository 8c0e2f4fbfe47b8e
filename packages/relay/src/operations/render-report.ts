import type { RoomCompaction } from './compact-store'
import type { StoreReport } from './inspect-store'
import type { Repair } from './repair-store'

/** A report for people: a line a room, and what is damaged below it. */
export function renderReport({ epoch, rooms, damage }: StoreReport): string {
  const damaged = rooms.filter(({ damage }) => damage.length > 0).length
  const lines = rooms.flatMap(({ room, tag, records, pieces, bytes, clients, damage }) => [
    `${tag}  ${records} records  ${pieces} pieces  ${bytes} bytes  ${clients} clients  ${JSON.stringify(room)}`,
    ...damage.map(fault => `  DAMAGED ${fault}`),
  ])
  const faults = damage.map(fault => `DAMAGED ${fault}`)
  return [`epoch ${epoch}`, `${rooms.length} rooms, ${damaged} damaged`, ...faults, ...lines, ''].join('\n')
}

/** What became of one room, in a line. */
export function renderCompaction({ room, tag, before, after, fault }: RoomCompaction): string {
  const left = fault === null ? '' : `  LEFT AS IT IS ${fault}`
  return `${tag}  ${before} bytes, now ${after}  ${JSON.stringify(room)}${left}\n`
}

/** What was taken out of a store, a line each. */
export function renderRepair({ aside, missing }: Repair, file: string): string {
  if (aside.length + missing.length === 0) return 'nothing to set aside; the store is as it was\n'
  const lines = aside.map(({ place, why }) => `ASIDE ${JSON.stringify(place)} ${why}`)
  const into = aside.length === 0 ? 'nothing to set aside' : `${aside.length} set aside in ${JSON.stringify(file)}`
  return [...lines, ...missing.map(gap => `MISSING ${gap}`), `${into}; the epoch is another`, ''].join('\n')
}
