import { defaultLimits, type Limits, limitNames } from '@commonplace/protocol'
import { type Setting, wholeNumber } from './setting'

const says: Record<keyof Limits, string> = {
  updateBytes: 'bytes of one update',
  structs: 'structs of one update',
  deleteRanges: 'delete ranges of one update',
  clocks: 'sum of the struct lengths of one update',
  helloBytes: 'bytes of the first frame',
  helloMs: 'ms to the first frame',
  frameBytes: 'bytes of one frame',
  roomsPerSocket: 'rooms of one connection',
  idsPerJoin: 'client ids named by one join',
  vectorClients: 'client ids of one room',
  presenceBytes: 'bytes of one presence state',
  presencePerSecond: 'presence frames a second of one connection',
  nameBytes: 'bytes of a name',
  tokenBytes: 'bytes of a token',
  messageBytes: 'bytes of a message for people',
  updatesPerFrame: 'updates of one frame',
  bindingsPerFrame: 'bindings of one frame',
  updatesPerSecond: 'updates a second of one channel',
  bytesPerSecond: 'bytes a second of one connection',
  roomBytes: 'bytes of one room',
  leasesPerRoom: 'leases of one room',
  leasesPerChannel: 'leases that one channel holds or waits for',
  leaseKeyBytes: 'bytes of the key of a lease',
  leaseMs: 'ms of a lease from its grant or renewal',
}

// A name is part of a storage key, which holds 1,024 bytes.
const most: Partial<Record<keyof Limits, number>> = { nameBytes: 256, helloMs: 600_000, leaseMs: 86_400_000 }

/** The limits of the protocol, each a setting of its own name. */
export const limitSettings = Object.fromEntries(
  limitNames.map(name => [name, wholeNumber(defaultLimits[name], [1, most[name] ?? 2 ** 40], says[name])]),
) as Record<keyof Limits, Setting<number>>
