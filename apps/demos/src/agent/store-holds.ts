import type { Storage } from '@commonplace/storage'

const first = Uint8Array.of(0)
const last = new Uint8Array(1024).fill(255)

/** Whether a text stands, as UTF-8, in any key or value of a store: what somebody with the disk in their hands could read. */
export async function storeHolds(storage: Storage, text: string): Promise<boolean> {
  const sought = new TextEncoder().encode(text)
  for await (const { key, value } of storage.range(first, last)) {
    if (holds(value, sought) || holds(key, sought)) return true
  }
  return false
}

function holds(bytes: Uint8Array, sought: Uint8Array): boolean {
  for (let at = 0; at + sought.length <= bytes.length; at++) {
    if (sought.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}
