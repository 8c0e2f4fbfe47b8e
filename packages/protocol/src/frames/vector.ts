import { FrameError } from '../frame-error'
import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'
import type { StateVector } from '../update/state-vector'

/** Ascending clients, each once: one vector has one encoding. */
export function writeVector(writer: FrameWriter, vector: StateVector): void {
  writer.uint(vector.size)
  for (const [client, clock] of [...vector].sort(([a], [b]) => a - b)) {
    writer.uint(client)
    writer.uint(clock)
  }
}

export function readVector(reader: FrameReader): StateVector {
  const vector: StateVector = new Map()
  let previous = -1
  for (let left = reader.count(reader.limits.vectorClients, 'clients in a state vector'); left > 0; left--) {
    const client = reader.uint()
    if (client <= previous) throw new FrameError('invalid', 'the clients of a vector do not ascend')
    vector.set(client, reader.uint())
    previous = client
  }
  return vector
}
