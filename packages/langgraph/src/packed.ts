/** JSON of more letters than this is deflated (RFC 1951) on its way to the disk. */
const worthDeflating = 4_096

/** A value as text that is neither searched nor taken for something else: base64 of its JSON. */
export interface Packed {
  readonly data: string
  readonly deflated?: true
}

export async function pack(value: unknown): Promise<Packed> {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  if (bytes.length <= worthDeflating) return { data: toBase64(bytes) }
  return { data: toBase64(await through(bytes, new CompressionStream('deflate-raw'))), deflated: true }
}

export async function unpack({ data, deflated }: Packed): Promise<unknown> {
  const bytes = fromBase64(data)
  const plain = deflated ? await through(bytes, new DecompressionStream('deflate-raw')) : bytes
  return JSON.parse(new TextDecoder().decode(plain))
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const passed = new Blob([bytes]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(passed).arrayBuffer())
}
