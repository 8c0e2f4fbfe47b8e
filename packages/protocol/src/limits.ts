/** Caps one update is decoded under. */
export interface UpdateLimits {
  /** bytes of the encoded update */
  readonly updateBytes: number
  /** structs, Skips included */
  readonly structs: number
  /** delete ranges over all clients */
  readonly deleteRanges: number
  /** sum of struct lengths, Skips excluded: one 12-byte GC struct can claim 2^50 clocks */
  readonly clocks: number
}

/** What one side takes from the other; the relay announces its own in `welcome`. Bytes unless said otherwise. */
export interface Limits extends UpdateLimits {
  readonly helloBytes: number
  /** ms from the opened socket to a complete `hello` */
  readonly helloMs: number
  readonly frameBytes: number
  /** rooms one socket may have joined at once */
  readonly roomsPerSocket: number
  readonly idsPerJoin: number
  /** client ids in one state vector, hence in one room */
  readonly vectorClients: number
  readonly presenceBytes: number
  /** presence frames a second of one socket */
  readonly presencePerSecond: number
  /** one name: tenant, space, agent, user, epoch, client description; UTF-8 */
  readonly nameBytes: number
  readonly tokenBytes: number
  /** the human-readable text of a refusal, UTF-8; longer ones are cut when written */
  readonly messageBytes: number
  /** updates in one `updates` frame */
  readonly updatesPerFrame: number
  readonly bindingsPerFrame: number
  /** updates a second of one channel and room */
  readonly updatesPerSecond: number
  /** bytes a second of one socket */
  readonly bytesPerSecond: number
  /** bytes of log and pieces of one room */
  readonly roomBytes: number
  /** leases of one room at once */
  readonly leasesPerRoom: number
  /** leases that one channel holds or waits for at once */
  readonly leasesPerChannel: number
  /** the key of a lease, UTF-8 */
  readonly leaseKeyBytes: number
  /** ms a lease lasts from its grant or renewal */
  readonly leaseMs: number
}

/** What a relay and its clients keep to unless told otherwise. */
export const defaultLimits: Limits = {
  updateBytes: 256 * 1024,
  structs: 4096,
  deleteRanges: 4096,
  clocks: 1 << 20,
  helloBytes: 16 * 1024,
  helloMs: 10_000,
  frameBytes: 1024 * 1024,
  roomsPerSocket: 4096,
  idsPerJoin: 64,
  vectorClients: 65_536,
  presenceBytes: 4096,
  presencePerSecond: 20,
  nameBytes: 256,
  tokenBytes: 8192,
  messageBytes: 1024,
  updatesPerFrame: 4096,
  bindingsPerFrame: 4096,
  updatesPerSecond: 2000,
  bytesPerSecond: 16 * 1024 * 1024,
  roomBytes: 1024 * 1024 * 1024,
  leasesPerRoom: 4096,
  leasesPerChannel: 256,
  leaseKeyBytes: 1024,
  leaseMs: 600_000,
}

/** The limits in their order on the wire: appended to, never moved (SPEC.md, section Limits). */
export const limitNames = Object.keys(defaultLimits) as readonly (keyof Limits)[]
