/** Throws what any test runner reports. The suite brings its own few assertions so that it fits every runner. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Compares numbers, texts, bytes and lists of them. */
export function assertEqual(actual: unknown, expected: unknown, what: string) {
  if (!isSame(actual, expected)) throw new Error(`${what}: expected ${show(expected)}, found ${show(actual)}`)
}

/** Checks that the promise rejects with a StorageError of this code. */
export async function assertRejects(promise: Promise<unknown>, code: string, what: string) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert(error !== undefined, `${what}: expected a StorageError "${code}", but it succeeded`)
  const found = error as { name?: unknown; code?: unknown }
  assert(found.name === 'StorageError' && found.code === code, `${what}: expected "${code}", found ${String(error)}`)
}

function isSame(a: unknown, b: unknown): boolean {
  const areLists = (Array.isArray(a) && Array.isArray(b)) || (a instanceof Uint8Array && b instanceof Uint8Array)
  if (!areLists) return Object.is(a, b)
  return a.length === b.length && a.every((value, i) => isSame(value, b[i]))
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `<${[...value.subarray(0, 40)].join(' ')}> (${value.length} bytes)`
  if (Array.isArray(value)) return `[${value.slice(0, 20).map(show).join(', ')}] (${value.length})`
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
