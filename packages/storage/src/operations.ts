import { checkKey } from './key'
import type { Operation } from './storage'

/**
 * The operations of a commit, checked and copied, so that their owner may reuse the buffers while they wait.
 *
 * @param copyValue how values are copied, where not each into a buffer of its own
 * @throws StorageError `invalid-key`
 */
export function copyOperations(
  operations: readonly Operation[],
  copyValue: (value: Uint8Array) => Uint8Array = copyBytes,
): Operation[] {
  return operations.map(operation => {
    if ('put' in operation) return { put: copyBytes(checkKey(operation.put)), value: copyValue(operation.value) }
    if ('delete' in operation) return { delete: copyBytes(checkKey(operation.delete)) }
    const [from, to] = operation.deleteRange
    return { deleteRange: [copyBytes(checkKey(from)), copyBytes(checkKey(to))] }
  })
}

/** A copy in a buffer of its own; a Buffer becomes a plain Uint8Array (`Buffer.slice` would share its memory). */
export function copyBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
