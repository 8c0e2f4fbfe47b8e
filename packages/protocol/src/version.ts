/** The version of frames this package writes; one changelog line a version in SPEC.md. */
export const protocolVersion = 2

/** Lowest and highest version this package reads. */
export const versions: VersionRange = [1, protocolVersion]

/** The WebSocket subprotocol of native sockets, whichever version `hello` and `welcome` agree on; a socket without it is a stock y-websocket client. */
export const subprotocol = 'commonplace.1'

/** The versions that a side reads, both ends included. */
export type VersionRange = readonly [min: number, max: number]

/** The highest version both sides read, or null when there is none. */
export function negotiate(ours: VersionRange, theirs: VersionRange): number | null {
  const highest = Math.min(ours[1], theirs[1])
  return highest >= Math.max(ours[0], theirs[0]) ? highest : null
}
