import * as Y from 'yjs'
import type { Space } from '../space/space'
import { lentOrigin, relayOrigin } from '../sync'
import type { Channel } from './channel'
import { type TabsBody, type TabsMessage, tabsVersion } from './message'

export interface ExchangeOptions {
  /** reaches the other memories of this agent on this device */
  readonly openChannel: () => Channel<TabsMessage>
  /** names this memory among them */
  readonly id: string
  readonly onError: (error: unknown) => void
}

interface Followed {
  /** where answers come to it: elsewhere with another document, since what was asked for the last may hold what is gone */
  address: string
  /** own writes that are not on disk yet */
  readonly fresh: Uint8Array[]
  /** whose part was asked for since the last hello */
  asked: boolean
  /** on the way back to what it holds itself: until then it may hold what must not be lent again */
  isResetting: boolean
  stop(): void
}

/**
 * Lets the memories of one agent on one device (tabs, workers) see each other's writes without the network. Each keeps its
 * own store and brings its own writes to the relay: what is lent is shown and no more. A space that a relay denies neither
 * lends nor borrows; it only takes back.
 */
export class TabExchange {
  readonly #options: ExchangeOptions
  readonly #spaces = new Map<Space, Followed>()
  #channel: Channel<TabsMessage>
  #isAsleep = false
  #addresses = 0

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.#channel = this.#listen()
  }

  #listen(): Channel<TabsMessage> {
    const channel = this.#options.openChannel()
    channel.onMessage(message => this.#hear(message))
    return channel
  }

  /** This page is about to stand still: a message would throw it out of the back-forward cache. */
  suspend(): void {
    this.#channel.close()
    this.#isAsleep = true
  }

  /** It goes on: what it missed is asked for. */
  resume(): void {
    if (!this.#isAsleep) return
    this.#isAsleep = false
    this.#channel = this.#listen()
    for (const space of this.#spaces.keys()) this.#greet(space)
  }

  follow(space: Space): void {
    const { replica } = space
    let doc: Y.Doc | undefined
    const onUpdate = (update: Uint8Array, origin: unknown) => {
      if (origin !== relayOrigin && origin !== lentOrigin) this.#wrote(space, update)
    }
    const listen = (next: Y.Doc) => {
      doc?.off('update', onUpdate)
      doc = next
      doc.on('update', onUpdate)
    }
    listen(replica.doc)
    const stops = [
      replica.onDocument(next => {
        const followed = this.#spaces.get(space)
        if (followed) {
          followed.isResetting = false
          followed.address = this.#newAddress()
        }
        listen(next)
        this.#greet(space)
      }),
      replica.onRefused(() => this.#post(space, { type: 'reset' })),
      replica.onMoved(() => this.#post(space, { type: 'reset' })),
    ]
    const stop = () => {
      doc?.off('update', onUpdate)
      for (const each of stops) each()
    }
    this.#spaces.set(space, { address: this.#newAddress(), fresh: [], asked: false, isResetting: false, stop })
    this.#greet(space)
  }

  leave(space: Space): void {
    this.#spaces.get(space)?.stop()
    this.#spaces.delete(space)
  }

  close(): void {
    for (const space of [...this.#spaces.keys()]) this.leave(space)
    this.#channel.close()
  }

  #greet(space: Space): void {
    const followed = this.#spaces.get(space)
    if (!followed) return
    followed.asked = false
    this.#post(space, { type: 'hello', vector: Y.encodeStateVector(space.replica.doc) })
  }

  #newAddress(): string {
    return `${this.#options.id} ${++this.#addresses}`
  }

  /** Tells what this memory wrote once it is on its disk, all that came meanwhile in one message. */
  #wrote(space: Space, update: Uint8Array): void {
    const followed = this.#spaces.get(space)
    if (!followed || followed.fresh.push(update) > 1) return
    space.replica
      .flush('local')
      .then(() => {
        const { client } = space.replica
        const author = space.replica.authorOf(client)
        const updates = followed.fresh.splice(0)
        if (author) this.#post(space, { type: 'update', updates, authors: [[client, author]] })
      })
      // The space says itself what became of its store.
      .catch(() => followed.fresh.splice(0))
  }

  #hear(message: TabsMessage): void {
    const { onError } = this.#options
    if (message?.version !== tabsVersion) return
    for (const [space, followed] of this.#spaces) {
      if ((message.to ?? followed.address) !== followed.address) continue
      if (space.name !== message.space || space.visibility !== message.visibility) continue
      if (message.type !== 'reset' && isDenied(space)) continue
      this.#answer(space, followed, message).catch(error => {
        if (this.#spaces.has(space)) onError(error)
      })
    }
  }

  async #answer(space: Space, followed: Followed, message: TabsMessage): Promise<void> {
    const { replica } = space
    const own = () => Y.encodeStateVector(replica.doc)
    switch (message.type) {
      case 'hello':
        this.#post(space, { type: 'have', vector: own() }, message.from)
        if (hasMore(message.vector, own())) this.#post(space, { type: 'ask', vector: own() }, message.from)
        return
      case 'have':
        // Once in any case: equal vectors do not mean equal deletes.
        if (followed.asked && !hasMore(message.vector, own())) return
        followed.asked = true
        this.#post(space, { type: 'ask', vector: own() }, message.from)
        return
      case 'ask':
        await replica.flush('local')
        if (followed.isResetting) return
        this.#post(space, { type: 'lent', ...(await replica.lend(message.vector)) }, message.from)
        return
      case 'lent':
      case 'update':
        return replica.borrow(message)
      case 'reset':
        followed.isResetting = true
        replica.giveBack()
    }
  }

  #post(space: Space, body: TabsBody, to?: string): void {
    const from = this.#spaces.get(space)?.address
    if (from === undefined || (body.type !== 'reset' && isDenied(space))) return
    const { name, visibility } = space
    this.#channel.post({
      version: tabsVersion,
      from,
      ...(to !== undefined && { to }),
      space: name,
      visibility,
      ...body,
    })
  }
}

/** The relay closed the room to this agent, or the space has come to an end of its own. */
function isDenied(space: Space): boolean {
  const { denied, state } = space.replica.status.value
  return denied !== undefined || state === 'failed'
}

function hasMore(theirs: Uint8Array, ours: Uint8Array): boolean {
  const known = Y.decodeStateVector(ours)
  return [...Y.decodeStateVector(theirs)].some(([client, clock]) => clock > (known.get(client) ?? 0))
}
