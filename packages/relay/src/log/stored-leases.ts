import { type Key, type Operation, rangeOf, type Storage, storageKey } from '@commonplace/storage'
import { platform } from '#platform'
import type { StoredLease, StoredLeases } from '../room/stored-lease'

const version = 1

interface LeaseRecord extends StoredLease {
  readonly version: number
  readonly epoch: string
}

const leaseKey = (room: string, number: number): Key => storageKey('lease', room, 'live', number)
/** Two places in turn: a write that is torn, of a grant that nobody was told, leaves the number before it. */
const lastKey = (room: string, number: number): Key => storageKey('lease', room, 'last', number % 2)

/** The operations that make a lease durable: the lease, and that its number is given. */
export function putLease(room: string, epoch: string, lease: StoredLease): Operation[] {
  const { key, number, holder, ttlMs, agent, user } = lease
  const record: LeaseRecord = { version, epoch, key, number, holder, ttlMs, agent, user }
  return [
    { put: lastKey(room, number), value: encode(number) },
    { put: leaseKey(room, number), value: encode(record) },
  ]
}

/** The operation that makes the end of a lease durable. */
export function dropLease(room: string, number: number): Operation {
  return { delete: leaseKey(room, number) }
}

/**
 * The leases of a room. Those of another epoch are void and removed; what is damaged at most makes a lease end early.
 *
 * @throws when a newer relay wrote them, or the highest number is damaged
 */
export async function loadLeases(storage: Storage, room: string, epoch: string): Promise<StoredLeases> {
  const last = await lastNumber(storage, room)
  if (last === 0) return { last, leases: [] }
  const leases: StoredLease[] = []
  const voided: Operation[] = []
  for await (const { key, value } of storage.range(...rangeOf('lease', room, 'live'))) {
    const record = decode(value) as LeaseRecord | undefined
    if (record !== undefined && record.version > version)
      throw new Error(`a newer relay wrote a lease (format ${record.version})`)
    if (record?.epoch !== epoch) {
      voided.push({ delete: key })
      continue
    }
    const { version: _, epoch: __, ...lease } = record
    leases.push(lease)
  }
  if (voided.length > 0) await storage.commit(voided)
  return { last, leases }
}

async function lastNumber(storage: Storage, room: string): Promise<number> {
  const stored = (await Promise.all([0, 1].map(place => storage.get(lastKey(room, place))))).filter(isThere)
  const numbers = stored.map(decode).filter(number => Number.isSafeInteger(number)) as number[]
  // The first number that was ever written stands alone: torn, nobody was told of it.
  if (numbers.length === 0 && stored.length > 1) throw new Error('the highest number of a lease is damaged')
  return Math.max(0, ...numbers)
}

const isThere = (bytes: Uint8Array | undefined): bytes is Uint8Array => bytes !== undefined

/** CRC-32 of the JSON text that follows, unsigned 32-bit little-endian. */
function encode(value: unknown): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(value))
  const bytes = new Uint8Array(4 + text.length)
  bytes.set(text, 4)
  new DataView(bytes.buffer).setUint32(0, platform.crc32(text), true)
  return bytes
}

/** @returns undefined for what is damaged */
function decode(bytes: Uint8Array): unknown {
  const text = bytes.subarray(4)
  const isWhole =
    bytes.length > 4 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === platform.crc32(text)
  return isWhole ? JSON.parse(new TextDecoder().decode(text)) : undefined
}
