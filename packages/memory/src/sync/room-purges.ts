import type { Purge, Purged } from '@commonplace/protocol'
import { awayError } from './away-error'
import { SyncError } from './sync-error'

interface Waiting {
  resolve(): void
  reject(error: SyncError): void
}

/** What one room's relay was asked to make unreadable. Ends with the connection: nobody knows then whether it was done. */
export class RoomPurges {
  readonly #waiting = new Map<number, Waiting>()
  readonly #nextRequest: () => number
  readonly #send: (frame: Pick<Purge, 'type' | 'request'>) => boolean

  /** @param send whether the room is joined, so that the frame was sent */
  constructor(nextRequest: () => number, send: (frame: Pick<Purge, 'type' | 'request'>) => boolean) {
    this.#nextRequest = nextRequest
    this.#send = send
  }

  /**
   * Resolves when nothing that was deleted before is on the relay's disk.
   *
   * @throws SyncError the relay's code, or `offline` when it cannot be asked
   */
  ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = this.#nextRequest()
      if (this.#send({ type: 'purge', request })) this.#waiting.set(request, { resolve, reject })
      else reject(awayError())
    })
  }

  receive({ request, refusal }: Purged): void {
    const waiting = this.#waiting.get(request)
    this.#waiting.delete(request)
    if (!refusal) waiting?.resolve()
    else waiting?.reject(new SyncError(refusal.code, refusal.message, { hint: 'ask again later' }))
  }

  lost(): void {
    for (const { reject } of this.#waiting.values()) reject(awayError())
    this.#waiting.clear()
  }
}
