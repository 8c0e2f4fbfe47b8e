import { expect } from 'vitest'

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.constructor === Uint8Array

/** Bytes by their content in one go: `expect` walks them one by one, as properties of an object. */
function areSameBytes(one: unknown, other: unknown): boolean | undefined {
  return isBytes(one) && isBytes(other) ? Buffer.compare(one, other) === 0 : undefined
}

// The files of a worker share one `expect`.
const registered = Symbol.for('commonplace.test.bytes')
const shared = globalThis as { [registered]?: true }
if (!shared[registered]) expect.addEqualityTesters([areSameBytes])
shared[registered] = true
