import { awayError } from './away-error'

/**
 * Questions to the relay whether it is there. It answers after everything that it had queued before (HS8): what others had
 * acknowledged when the question came has been received when the answer is.
 */
export class Pings {
  #nonce = 0
  readonly #asked = new Map<number, { readonly answered: () => void; readonly lost: (error: Error) => void }>()

  /** @returns resolves with the answer; rejects with SyncError `offline` when the socket ends before */
  ask(send: (nonce: number) => void): Promise<void> {
    const nonce = ++this.#nonce
    return new Promise((answered, lost) => {
      this.#asked.set(nonce, { answered, lost })
      send(nonce)
    })
  }

  answer(nonce: number): void {
    this.#asked.get(nonce)?.answered()
    this.#asked.delete(nonce)
  }

  lose(): void {
    for (const { lost } of this.#asked.values()) lost(awayError())
    this.#asked.clear()
  }
}
