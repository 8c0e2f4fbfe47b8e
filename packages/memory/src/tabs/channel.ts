/** Reaches other memories on this device, in the order of speaking, as a `BroadcastChannel` does. */
export interface Channel<Message> {
  post(message: Message): void
  onMessage(listener: (message: Message) => void): void
  close(): void
}

export type OpenChannel = <Message>(name: string) => Channel<Message>

/**
 * Waits for a name that one memory on this device has at a time. It is free again when that lets go of it or ends, however
 * it ends.
 *
 * @param isTaken takes it at once from whoever has it, who is told
 * @returns the function that lets go of it, or waits no longer
 */
export type HoldName = (
  name: string,
  options: { readonly isTaken?: boolean; readonly onHeld: () => void; readonly onLost?: () => void },
) => () => void
