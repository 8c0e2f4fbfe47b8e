import type { Indexed } from '../recall'

/** Every field of a record, in the order it crosses a port. */
const fields = [
  'id',
  'text',
  'space',
  'kind',
  'author',
  'tags',
  'time',
  'sequence',
  'run',
  'placeTime',
  'placeSequence',
  'user',
  'agent',
  'app',
  'key',
  'status',
  'standing',
  'confidence',
  'importance',
  'pinned',
  'validFrom',
  'validTo',
  'expires',
  'alike',
] as const satisfies readonly (keyof Indexed)[]

// A field that is not in the list would be lost on the way.
type Missing = Exclude<keyof Indexed, (typeof fields)[number]>
const noneMissing: Missing extends never ? true : Missing = true
void noneMissing

const [put, remove, said, vector] = [0, 1, 2, 3]

/** Carries out what was written. */
export interface OperationsTarget {
  put(record: Indexed): void
  remove(id: string): void
  saidAgain(id: string, at: number): void
  setVector(id: string, version: number, vector: ArrayLike<number>): void
}

/**
 * Changes to an index in one flat array, in their order: a number that says which, and what belongs to it. Cloning a list of
 * plain values costs less than a fifth of cloning objects with names.
 */
export class Operations {
  #written: unknown[] = []
  count = 0

  put(record: Indexed): void {
    this.#written.push(put)
    for (const field of fields) this.#written.push(record[field])
    this.count++
  }

  remove(id: string): void {
    this.#written.push(remove, id)
    this.count++
  }

  saidAgain(id: string, at: number): void {
    this.#written.push(said, id, at)
    this.count++
  }

  setVector(id: string, version: number, numbers: ArrayLike<number>): void {
    this.#written.push(vector, id, version, Float32Array.from(numbers))
    this.count++
  }

  /** All that was written; then there is nothing. */
  take(): readonly unknown[] {
    const taken = this.#written
    this.#written = []
    this.count = 0
    return taken
  }
}

/** @throws Error when it is nothing that `Operations` wrote */
export function carryOut(written: readonly unknown[], target: OperationsTarget): void {
  let at = 0
  while (at < written.length) {
    const what = written[at++]
    if (what === put) {
      const record: Record<string, unknown> = {}
      for (const field of fields) record[field] = written[at++]
      target.put(record as unknown as Indexed)
    } else if (what === remove) target.remove(written[at++] as string)
    else if (what === said) target.saidAgain(written[at++] as string, written[at++] as number)
    else if (what === vector)
      target.setVector(written[at++] as string, written[at++] as number, written[at++] as Float32Array)
    else throw new Error(`there is no operation ${String(what)}`)
  }
}
