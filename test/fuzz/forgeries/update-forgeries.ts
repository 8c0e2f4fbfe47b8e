import type { LeaseToken } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import * as Y from 'yjs'
import { item, rawUpdate } from '../../../packages/relay/src/guard/raw-update.fixture'

/** Stands in the payload of everything forged, so that a byte search finds what was taken. */
export const mark = 'FORGED'

/** What a forger knows of the room it attacks. */
export interface Scene {
  readonly random: SeededRandom
  /** its own client id, under which the room holds nothing */
  readonly own: number
  /** the client id of an honest writer, and its next clock */
  readonly victim: number
  readonly next: number
  /** updates of the honest writer, as the relay sent them */
  readonly seen: readonly Uint8Array[]
}

/** What is sent as an update. */
export interface Sent {
  readonly update: Uint8Array
  readonly codec?: number
  readonly lease?: LeaseToken
}

/** One way to forge an update, and the relay's answer: a code, or `repeat` where nothing of it is new to the room. */
export interface UpdateForgery {
  readonly space: string
  readonly answer: string
  readonly make: (scene: Scene) => Sent
}

const payload = ({ random }: Scene) => `${mark} ${random.below(2 ** 32)}`
const entry = (scene: Scene, key: unknown = 'key', text: unknown = payload(scene)) =>
  new Y.ContentAny([[key, [], text]] as unknown[])
const block = (...structs: readonly (Y.Item | Y.GC)[]) => {
  const { client, clock } = structs[0]!.id
  return { client, clock, structs }
}
const at = (scene: Scene, client: number, clock: number, key?: unknown, text?: unknown) =>
  item(client, clock, { ...(clock > 0 && { origin: [client, clock - 1] as const }), content: entry(scene, key, text) })
const gc = (client: number, clock: number, length: number) => new Y.GC(Y.createID(client, clock), length)
const honest = (scene: Scene) => rawUpdate([block(at(scene, scene.own, 0))])

function inTeam(answer: string, make: (scene: Scene) => Sent | Uint8Array): UpdateForgery {
  return {
    space: 'team',
    answer,
    make: scene => {
      const made = make(scene)
      return made instanceof Uint8Array ? { update: made } : made
    },
  }
}

/** Every way to forge an update that this suite knows, by name. */
export const updateForgeries: Readonly<Record<string, UpdateForgery>> = {
  // in another's name
  author: inTeam('forbidden', scene => rawUpdate([block(at(scene, scene.victim, scene.next))])),
  authorBeside: inTeam('forbidden', scene =>
    rawUpdate([block(at(scene, scene.own, 0)), block(at(scene, scene.victim, scene.next))]),
  ),
  nobody: inTeam('forbidden', scene => rawUpdate([block(at(scene, 2 ** 40 + scene.random.below(2 ** 40), 0))])),
  burntClock: inTeam('forbidden', ({ victim, next, random }) =>
    rawUpdate([block(gc(victim, next, 1 + random.below(1000)))]),
  ),
  burntFar: inTeam('too-large', ({ victim, next }) => rawUpdate([block(gc(victim, next, 2 ** 50))])),
  foreignArray: inTeam('invalid', scene => {
    const parent = `w/${scene.victim.toString(36)}/0`
    return rawUpdate([block(item(scene.own, 0, { parent, content: entry(scene) }))])
  }),
  // replayed
  replay: inTeam('repeat', ({ seen, random }) => random.pick(seen)),
  replayChanged: inTeam('repeat', scene => rawUpdate([block(at(scene, scene.victim, scene.random.below(scene.next)))])),
  replayElsewhere: { space: 'agents/mallory', answer: 'forbidden', make: ({ seen }) => ({ update: seen[0]! }) },
  // out of order
  gap: inTeam('causal-gap', scene => rawUpdate([block(at(scene, scene.own, 1 + scene.random.below(9)))])),
  ownFuture: inTeam('causal-gap', scene =>
    rawUpdate([block(item(scene.own, 0, { origin: [scene.own, 5], content: entry(scene) }))]),
  ),
  deleteAhead: inTeam('causal-gap', ({ own, random }) => rawUpdate([], [[own, random.below(9), 1 + random.below(9)]])),
  // what belongs to others
  foreignDelete: inTeam('forbidden', ({ victim, next, random }) => rawUpdate([], [[victim, random.below(next), 1]])),
  readOnly: { space: 'news', answer: 'forbidden', make: scene => ({ update: honest(scene) }) },
  lease: inTeam('lease-lost', scene => ({
    update: honest(scene),
    lease: { epoch: scene.random.pick(['', 'e']), number: scene.random.below(9) },
  })),
  // too much
  oversized: inTeam('too-large', scene => {
    const text = `${mark} ${'z'.repeat(256 * 1024)}`
    return rawUpdate([block(at(scene, scene.own, 0, 'key', text))])
  }),
  manyDeletes: inTeam('too-large', ({ own }) =>
    rawUpdate(
      [],
      Array.from({ length: 4097 }, (_, n) => [own, n * 2, 1] as const),
    ),
  ),
  // of another form
  codec: inTeam('unsupported', scene => ({ update: honest(scene), codec: scene.random.pick([1, 2, 2 ** 40]) })),
  secondVersion: inTeam('invalid', scene => Y.convertUpdateFormatV1ToV2(honest(scene))),
  garbage: inTeam('invalid', ({ random }) => Uint8Array.from({ length: 40 }, () => 128 + random.below(128))),
  truncated: inTeam('invalid', scene => honest(scene).subarray(0, -1 - scene.random.below(4))),
  trailing: inTeam('invalid', scene => Uint8Array.of(...honest(scene), scene.random.below(256))),
  trapKey: inTeam('invalid', scene => rawUpdate([block(at(scene, scene.own, 0, '__proto__'))])),
  mapKey: inTeam('invalid', scene => rawUpdate([block(item(scene.own, 0, { key: 'k', content: entry(scene) }))])),
  nested: inTeam('invalid', ({ own }) => rawUpdate([block(item(own, 0, { content: new Y.ContentType(new Y.Map()) }))])),
}
