import type { Inflate } from '../sync'

/** Browsers: in a thread of their own, so the answer comes later. Undefined in those of before 2023. */
export const inflateStream: Inflate | undefined = canInflate() ? inflate : undefined

function canInflate(): boolean {
  try {
    return new DecompressionStream('deflate-raw') !== undefined
  } catch {
    return false
  }
}

async function inflate(deflated: Uint8Array, size: number): Promise<Uint8Array> {
  const source = new Blob([deflated as Uint8Array<ArrayBuffer>]).stream()
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const update = new Uint8Array(size)
  let at = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (at + value.length > size) {
      reader.cancel().catch(() => {})
      throw new Error(`more than the ${size} bytes that were declared`)
    }
    update.set(value, at)
    at += value.length
  }
  if (at !== size) throw new Error(`${at} bytes, ${size} were declared`)
  return update
}
