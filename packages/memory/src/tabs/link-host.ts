import type { HoldName, OpenChannel } from './channel'
import type { Lanes } from './lanes'
import type { LinkMessage } from './link-message'

export interface LinkHostOptions {
  readonly lanes: Lanes
  readonly openChannel: OpenChannel
  readonly holdName: HoldName
}

/** Carries the sockets of other tabs in the lanes of the socket that this tab has. */
export class LinkHost {
  readonly #options: LinkHostOptions
  readonly #links = new Map<string, (message: LinkMessage) => void>()

  constructor(options: LinkHostOptions) {
    this.#options = options
  }

  /** @param name of the link, which its tab holds while it is there */
  take(name: string): void {
    if (this.#links.has(name)) return
    const { lanes, openChannel, holdName } = this.#options
    const channel = openChannel<LinkMessage>(name)
    channel.post({ type: 'heard' })
    let end = () => {}
    const leave = (last?: LinkMessage) => {
      if (!this.#links.delete(name)) return
      if (last) channel.post(last)
      end()
      channel.close()
    }
    this.#links.set(name, leave)
    try {
      const lane = lanes.open()
      lane.onopen = () => channel.post({ type: 'opened' })
      lane.onmessage = ({ data }: { data: ArrayBuffer }) => channel.post({ type: 'received', data })
      lane.onclose = ({ code, reason }: { code: number; reason: string }) => leave({ type: 'ended', code, reason })
      channel.onMessage(message => {
        if (message.type === 'data') lane.send(message.data)
        if (message.type !== 'close') return
        leave()
        lane.close(message.code, message.reason)
      })
      end = holdName(name, {
        onHeld: () => {
          leave()
          lane.close(1001, 'its tab is gone')
        },
      })
    } catch (error) {
      leave({ type: 'ended', code: 1006, reason: String(error) })
    }
  }

  /** Tells the tabs of all links that this one carries them no more. */
  close(message: LinkMessage): void {
    for (const leave of [...this.#links.values()]) leave(message)
  }
}
