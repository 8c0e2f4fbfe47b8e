import type { FrameCodec } from './frame-codec'
import { FrameError } from './frame-error'
import { FrameReader } from './frame-reader'
import { FrameWriter, type WriteFront } from './frame-writer'
import { type Ack, ack } from './frames/ack'
import { type Acquire, acquire } from './frames/acquire'
import { type Admitted, admitted } from './frames/admitted'
import { type Bindings, bindings } from './frames/bindings'
import { type Claim, claim } from './frames/claim'
import { type Closed, closed } from './frames/closed'
import { type Ended, ended } from './frames/ended'
import { type Expires, expires } from './frames/expires'
import { type Failed, failed } from './frames/failed'
import { type FollowPolicy, followPolicy } from './frames/follow-policy'
import { type Granted, granted } from './frames/granted'
import { type Held, held } from './frames/held'
import { type Hello, hello } from './frames/hello'
import { type Join, join } from './frames/join'
import { type JoinRefused, joinRefused } from './frames/join-refused'
import { type Joined, joined } from './frames/joined'
import { type LeaseRefused, leaseRefused } from './frames/lease-refused'
import { type Leave, leave } from './frames/leave'
import { type Piece, piece } from './frames/piece'
import { type Ping, ping } from './frames/ping'
import { type Policy, policy } from './frames/policy'
import { type PolicyLines, policyLines } from './frames/policy-lines'
import { type Pong, pong } from './frames/pong'
import { type Presence, presence } from './frames/presence'
import { type PresenceChanged, presenceChanged } from './frames/presence-changed'
import { type Purge, purge } from './frames/purge'
import { type Purged, purged } from './frames/purged'
import { type Receipts, receipts } from './frames/receipts'
import { type Receptions, receptions } from './frames/receptions'
import { type Refresh, refresh } from './frames/refresh'
import { type Refused, refused } from './frames/refused'
import { type Release, release } from './frames/release'
import { type Renew, renew } from './frames/renew'
import { type RightsChanged, rightsChanged } from './frames/rights-changed'
import { type Synced, synced } from './frames/synced'
import { type Update, update } from './frames/update'
import { type Updates, updates } from './frames/updates'
import { type Welcome, welcome } from './frames/welcome'
import { defaultLimits, type Limits } from './limits'

/** What a client sends to a relay. */
export type ClientFrame =
  | Hello
  | Join
  | Update
  | Leave
  | Presence
  | Ping
  | Refresh
  | Acquire
  | Renew
  | Release
  | Claim
  | Purge
  | FollowPolicy

/** What a relay sends to a client. */
export type RelayFrame =
  | Welcome
  | Joined
  | Piece
  | Synced
  | Updates
  | Ack
  | Refused
  | JoinRefused
  | Closed
  | Bindings
  | PresenceChanged
  | Pong
  | Failed
  | Expires
  | Granted
  | Held
  | Ended
  | LeaseRefused
  | Purged
  | Receipts
  | Receptions
  | RightsChanged
  | Admitted
  | Policy
  | PolicyLines

/** One WebSocket message. */
export type Frame = ClientFrame | RelayFrame

const codecs: { readonly [T in Frame['type']]: FrameCodec<Extract<Frame, { type: T }>> } = {
  hello,
  join,
  update,
  leave,
  presence,
  ping,
  refresh,
  acquire,
  renew,
  release,
  claim,
  purge,
  'follow-policy': followPolicy,
  welcome,
  joined,
  piece,
  synced,
  updates,
  ack,
  refused,
  'join-refused': joinRefused,
  closed,
  bindings,
  'presence-changed': presenceChanged,
  pong,
  failed,
  expires,
  granted,
  held,
  ended,
  'lease-refused': leaseRefused,
  receipts,
  receptions,
  purged,
  'rights-changed': rightsChanged,
  admitted,
  policy,
  'policy-lines': policyLines,
}

const codecOfByte = new Map(Object.values(codecs).map(codec => [codec.byte, codec as FrameCodec<Frame>]))

/** Type bytes from here on are the relay's. */
const firstRelayByte = 0x40

/**
 * One WebSocket message from a frame.
 *
 * @throws FrameError `invalid` when a number is no unsigned safe integer or a text holds half a surrogate pair
 */
export const encodeFrame = (frame: Frame): Uint8Array => written(0, frame).toUint8Array()

/**
 * The same behind something else, in a buffer that it shares with others: for what is soon passed on.
 *
 * @param headroom so many bytes `front` may take
 */
export const encodeFrameBehind = (headroom: number, frame: Frame, front: WriteFront): Uint8Array =>
  written(headroom, frame).give(front)

function written(headroom: number, frame: Frame): FrameWriter {
  const codec = codecs[frame.type] as FrameCodec<Frame>
  const writer = new FrameWriter(headroom)
  writer.byte(codec.byte)
  codec.write(writer, frame)
  return writer
}

/**
 * The frame that one WebSocket message holds. Its byte arrays are views of `bytes`, which must not change afterwards.
 *
 * @throws FrameError and nothing else: `unsupported` for a type or number of a later version, `too-large` with the
 * limit in `value`, else `invalid`
 */
export function decodeFrame(bytes: Uint8Array, limits: Limits = defaultLimits): Frame {
  if (bytes.length > limits.frameBytes)
    throw new FrameError('too-large', `a frame of ${bytes.length} bytes`, limits.frameBytes)
  const reader = new FrameReader(bytes, limits)
  const byte = reader.byte()
  const codec = codecOfByte.get(byte)
  if (!codec) throw new FrameError('unsupported', `frame type ${byte} is unknown`)
  if (codec.type === 'hello' && bytes.length > limits.helloBytes)
    throw new FrameError('too-large', `a hello of ${bytes.length} bytes`, limits.helloBytes)
  const frame = codec.read(reader)
  reader.end()
  return frame
}

/** `decodeFrame` for a relay: a frame that only relays send is `unsupported`, and is not looked into. */
export function decodeClientFrame(bytes: Uint8Array, limits: Limits = defaultLimits): ClientFrame {
  if (bytes.length > 0 && bytes[0]! >= firstRelayByte)
    throw new FrameError('unsupported', `frame type ${bytes[0]} is not taken from a client`)
  return decodeFrame(bytes, limits) as ClientFrame
}

/** `decodeFrame` for a client: a frame that only clients send is `unsupported`. */
export function decodeRelayFrame(bytes: Uint8Array, limits: Limits = defaultLimits): RelayFrame {
  if (bytes.length > 0 && bytes[0]! < firstRelayByte)
    throw new FrameError('unsupported', `frame type ${bytes[0]} is not taken from a relay`)
  return decodeFrame(bytes, limits) as RelayFrame
}
