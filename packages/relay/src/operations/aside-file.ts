import { type FileHandle, open } from 'node:fs/promises'
import { MisuseError } from './misuse'
import type { Aside, AsideSink } from './repair-store'

/** Where a repair sets bytes aside: a JSON object `{ place, why, bytes }` a line, the bytes in Base64, for its owner only. */
export class AsideFile implements AsideSink {
  readonly #path: string
  #file: FileHandle | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** @throws MisuseError when the file is there already */
  async add({ place, why, bytes }: Aside): Promise<void> {
    this.#file ??= await open(this.#path, 'wx', 0o600).catch(error => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new MisuseError(`"${this.#path}" is there already: what is set aside gets a file of its own`, {
        cause: error,
      })
    })
    await this.#file.write(`${JSON.stringify({ place, why, bytes: Buffer.from(bytes).toString('base64') })}\n`)
  }

  async sync(): Promise<void> {
    await this.#file?.sync()
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = null
  }
}
