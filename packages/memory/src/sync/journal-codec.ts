import { type Reception, type RefusalCode, type Right, refusalCodes } from '@commonplace/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Dot } from '../model'
import { entriesOf, type OutboxRecord, withUpdate } from './outbox'
import { damagedHint, type LocalRefusalCode, SyncError } from './sync-error'

/** The version in front of every value of the journal. 1: the first. 2: a write made under a lease. */
const version = 1
const leaseVersion = 2

/** What a replica must know of itself before it reads anything else. */
export interface Meta {
  /** the epoch of the relay's log that the base belongs to; '' before the first join */
  readonly epoch: string
  /** the last session ended by closing: its client id may be used again */
  readonly clean: boolean
  readonly client: number
  /** an id that the relay drew for this replica, with a receipt, for when it needs a fresh one; 0: none */
  readonly spare: number
  /** the last number given to a write */
  readonly n: number
  /** own client ids that are still to be offered to a relay whose log went back in time */
  readonly restore: readonly number[]
  /** own client ids whose entries that relay refuses; offered once more when the space is opened again */
  readonly stranded: readonly number[]
  /** the epoch whose receptions are held */
  readonly receptionEpoch?: string
  /** the last write that the relay may have got before the room was lost or the connection; null while there is a channel */
  readonly sentUpTo: number | null
  /** rights at the last join */
  readonly rights: readonly Right[]
  /** how often something was deleted that the journal holds */
  readonly deleted?: number
  /** of which so many had happened when it was last purged */
  readonly purged?: number
}

/** A refused write as it is kept. */
export interface ParkedRecord {
  readonly record: OutboxRecord
  readonly code: RefusalCode | LocalRefusalCode
  readonly message: string
  readonly value: number
}

export function encodeMeta(meta: Meta): Uint8Array {
  return write(encoder => encoding.writeVarString(encoder, JSON.stringify(meta)))
}

export function decodeMeta(bytes: Uint8Array): Meta {
  return read(bytes, 'its state', decoder => ({
    spare: 0,
    sentUpTo: null,
    ...(JSON.parse(decoding.readVarString(decoder)) as Omit<Meta, 'spare' | 'sentUpTo'>),
  }))
}

export function encodeOutbox(record: OutboxRecord): Uint8Array {
  return write(encoder => writeRecord(encoder, record), versionOf(record))
}

export function decodeOutbox(bytes: Uint8Array): OutboxRecord {
  return read(bytes, 'an unsent write', readRecord, leaseVersion)
}

export function encodeParked({ record, code, message, value }: ParkedRecord): Uint8Array {
  return write(encoder => {
    writeRecord(encoder, record)
    encoding.writeVarString(encoder, code)
    encoding.writeVarString(encoder, message)
    encoding.writeVarUint(encoder, value)
  }, versionOf(record))
}

export function decodeParked(bytes: Uint8Array): ParkedRecord {
  return read(
    bytes,
    'a refused write',
    decoder => ({
      record: readRecord(decoder),
      code: readCode(decoder),
      message: decoding.readVarString(decoder),
      value: decoding.readVarUint(decoder),
    }),
    leaseVersion,
  )
}

/** Who writes under a client id. */
export interface Author {
  readonly agent: string
  readonly user: string
}

export function encodeBinding(client: number, { agent, user }: Author): Uint8Array {
  return write(encoder => {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarString(encoder, agent)
    encoding.writeVarString(encoder, user)
  })
}

export function decodeBinding(bytes: Uint8Array): [client: number, author: Author] {
  return read(bytes, 'an author', decoder => [
    decoding.readVarUint(decoder),
    { agent: decoding.readVarString(decoder), user: decoding.readVarString(decoder) },
  ])
}

export function encodeReception({ client, clock, window }: Reception): Uint8Array {
  return write(encoder => {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarUint(encoder, window)
  })
}

export function decodeReception(bytes: Uint8Array): Reception {
  return read(bytes, 'when something was received', decoder => ({
    client: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    window: decoding.readVarUint(decoder),
  }))
}

/** The dot that an entry had, and the one it has. */
export function encodeMoved(old: Dot, now: Dot): Uint8Array {
  return write(encoder => {
    for (const { client, clock } of [old, now]) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
    }
  })
}

export function decodeMoved(bytes: Uint8Array): [old: Dot, now: Dot] {
  return read(bytes, 'the new name of an entry', decoder => [readDot(decoder), readDot(decoder)])
}

const readDot = (decoder: decoding.Decoder): Dot => ({
  client: decoding.readVarUint(decoder),
  clock: decoding.readVarUint(decoder),
})

/** Bytes under a number: an update of the base, the hole under a client id, or the receipt of an own id, if there is one. */
export function encodeNumbered(number: number, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return write(encoder => {
    encoding.writeVarUint(encoder, number)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

export function decodeNumbered(bytes: Uint8Array, what: string): [number: number, bytes: Uint8Array] {
  return read(bytes, what, decoder => [decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder)])
}

function writeRecord(encoder: encoding.Encoder, record: OutboxRecord): void {
  encoding.writeVarUint(encoder, record.n)
  encoding.writeVarUint(encoder, record.client)
  encoding.writeVarUint(encoder, record.time)
  encoding.writeUint8(encoder, (record.isCompaction ? 1 : 0) | (record.lease ? 2 : 0))
  if (record.lease) {
    encoding.writeVarString(encoder, record.lease.epoch)
    encoding.writeVarUint(encoder, record.lease.number)
  }
  encoding.writeVarUint(encoder, record.removes.length)
  for (const { client, clock } of record.removes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  encoding.writeVarUint8Array(encoder, record.hole ?? new Uint8Array())
  encoding.writeVarUint8Array(encoder, record.bytes)
}

function readRecord(decoder: decoding.Decoder): OutboxRecord {
  const n = decoding.readVarUint(decoder)
  const client = decoding.readVarUint(decoder)
  const time = decoding.readVarUint(decoder)
  const flags = decoding.readUint8(decoder)
  const isCompaction = (flags & 1) !== 0
  const lease =
    (flags & 2) === 0 ? undefined : { epoch: decoding.readVarString(decoder), number: decoding.readVarUint(decoder) }
  const removes: Dot[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    removes.push({ client: decoding.readVarUint(decoder), clock: decoding.readVarUint(decoder) })
  }
  const filled = decoding.readVarUint8Array(decoder).slice()
  const bytes = decoding.readVarUint8Array(decoder).slice()
  const hole = filled.length > 0 ? filled : null
  return withUpdate({ n, client, time, entries: entriesOf(bytes), removes, isCompaction, hole, lease, bytes })
}

const localCodes: readonly string[] = ['removed', 'dropped'] satisfies LocalRefusalCode[]

function readCode(decoder: decoding.Decoder): RefusalCode | LocalRefusalCode {
  const code = decoding.readVarString(decoder)
  if (!localCodes.includes(code) && !(refusalCodes as readonly string[]).includes(code)) {
    throw new Error(`refusal code ${code} is unknown`)
  }
  return code as RefusalCode | LocalRefusalCode
}

const versionOf = ({ lease }: OutboxRecord): number => (lease ? leaseVersion : version)

function write(content: (encoder: encoding.Encoder) => void, asVersion = version): Uint8Array {
  return encoding.encode(encoder => {
    encoding.writeVarUint(encoder, asVersion)
    content(encoder)
  })
}

function read<T>(bytes: Uint8Array, what: string, content: (decoder: decoding.Decoder) => T, newest = version): T {
  try {
    const decoder = decoding.createDecoder(bytes)
    const found = decoding.readVarUint(decoder)
    if (found > newest) {
      throw new SyncError('newer', `a newer version of the library (${found}) wrote ${what}`, {
        hint: 'update the library; nothing was changed',
      })
    }
    return content(decoder)
  } catch (cause) {
    if (cause instanceof SyncError) throw cause
    throw new SyncError('damaged', `${what} does not decode`, {
      hint: damagedHint,
      cause,
    })
  }
}
