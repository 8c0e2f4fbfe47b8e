import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { UpdateError } from './update-error'

/** Client id to its next clock. */
export type StateVector = Map<number, number>

/** Yjs's own encoding, higher clients first; clients at clock 0 are left out. */
export function encodeStateVector(vector: StateVector): Uint8Array {
  const encoder = encoding.createEncoder()
  const clients = [...vector].filter(([, clock]) => clock > 0).sort(([a], [b]) => b - a)
  encoding.writeVarUint(encoder, clients.length)
  for (const [client, clock] of clients) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  return encoding.toUint8Array(encoder)
}

/**
 * Reads Yjs's encoding of a state vector exactly.
 *
 * @throws UpdateError `invalid` for a client named twice, unsafe numbers, missing or trailing bytes
 */
export function decodeStateVector(bytes: Uint8Array): StateVector {
  const vector: StateVector = new Map()
  try {
    const decoder = decoding.createDecoder(bytes)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      if (vector.has(client) || !Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) throw malformed()
      vector.set(client, clock)
    }
    if (decoding.hasContent(decoder)) throw malformed()
  } catch (error) {
    if (error instanceof UpdateError) throw error
    throw malformed()
  }
  return vector
}

function malformed(): UpdateError {
  return new UpdateError(
    'invalid',
    'a state vector does not end where it should, names a client twice or has an unsafe number',
  )
}
