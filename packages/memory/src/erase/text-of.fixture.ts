import type { Storage } from '@commonplace/storage'

/** Every byte that a store's entries hold, a character a byte. */
export async function textOf(storage: Storage): Promise<string> {
  const parts: string[] = []
  for await (const { key, value } of storage.range(Uint8Array.of(0), new Uint8Array(64).fill(255))) {
    parts.push(Buffer.from(key).toString('latin1'), Buffer.from(value).toString('latin1'))
  }
  return parts.join()
}
