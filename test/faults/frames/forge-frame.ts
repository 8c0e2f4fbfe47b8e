import { encodeFrame, type Join } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import { flip, lie, splice } from './forge-update'

/** What frames may speak of. */
export interface Scene {
  readonly random: SeededRandom
  readonly channel: number
  readonly client: number
  readonly join: Join
  readonly victims: readonly number[]
}

const presence = ({ channel, victims, random }: Scene, size: number) =>
  encodeFrame({ type: 'presence', channel, client: random.pick(victims), state: new Uint8Array(size).fill(0x7b) })

const aFrame = (scene: Scene): Uint8Array =>
  scene.random.pick([
    encodeFrame(scene.join),
    presence(scene, 20),
    encodeFrame({ type: 'leave', channel: scene.channel }),
    encodeFrame({ type: 'ping', nonce: scene.random.below(1000) }),
  ])

/** Frames that a relay must shrug off or answer: the socket lives on. */
export const nuisances: Readonly<Record<string, (scene: Scene) => Uint8Array>> = {
  presenceOfOthers: scene => presence(scene, scene.random.below(64)),
  ping: ({ random }) => encodeFrame({ type: 'ping', nonce: random.below(2 ** 30) }),
  leaveElsewhere: ({ channel, random }) => encodeFrame({ type: 'leave', channel: channel + 1 + random.below(9) }),
  updateElsewhere: ({ channel, random }) =>
    encodeFrame({
      type: 'update',
      channel: random.below(channel),
      seq: 1 + random.below(9),
      lease: null,
      codec: 0,
      update: new Uint8Array(2),
    }),
  joinElsewhere: ({ join }) =>
    encodeFrame({ ...join, request: join.request + 2 ** 31, room: { ...join.room, tenant: 'elsewhere' } }),
}

/** Messages that end the socket, most of them: WebSocket messages, text when a string. */
export const outrages: Readonly<Record<string, (scene: Scene) => Uint8Array | string>> = {
  bitFlip: scene => flip(aFrame(scene), scene.random),
  lengthLie: scene => lie(aFrame(scene), scene.random),
  splice: scene => splice(aFrame(scene), aFrame(scene), scene.random),
  cutShort: scene => {
    const bytes = aFrame(scene)
    return bytes.subarray(0, scene.random.below(bytes.length))
  },
  trailing: scene => Uint8Array.of(...aFrame(scene), 0),
  unknownType: ({ random }) => Uint8Array.of(7 + random.below(249), 1, 2, 3),
  ofARelay: ({ channel }) => encodeFrame({ type: 'ack', channel, upTo: 2 ** 50 }),
  secondHello: () =>
    encodeFrame({ type: 'hello', versions: [1, 1], tenant: '', agent: 'x', user: '', token: '', client: '' }),
  seqGap: ({ channel, random }) =>
    encodeFrame({
      type: 'update',
      channel,
      seq: random.pick([0, 2 ** 40]),
      lease: null,
      codec: 0,
      update: new Uint8Array(2),
    }),
  hugePresence: scene => presence(scene, 5000),
  manyIds: ({ join }) => encodeFrame({ ...join, request: 2 ** 33, ids: Array.from({ length: 65 }, (_, n) => n + 1) }),
  text: () => '{"type":"hello"}',
  nothing: () => new Uint8Array(),
  noise: ({ random }) => Uint8Array.from({ length: 1 + random.below(300) }, () => random.below(256)),
  oversize: ({ random }) => new Uint8Array(random.chance(0.05) ? 1024 * 1024 + 1 : 20),
}
