/** What the relay's process does when it is told to. */
export type RelayVerbs = {
  /** Starts listening on a free loopback port; `data` is the folder of its store. Resolves with its WebSocket address. */
  start(options: { data: string }): Promise<string>
  /** Stops it in order: nothing that was acknowledged is lost. */
  stop(input: null): Promise<void>
}
