import type { SeededRandom } from '@commonplace/protocol/testing'
import * as Y from 'yjs'
import { item, rawUpdate } from '../../../packages/relay/src/guard/raw-update.fixture'

/** What a forger knows when it writes its next update. */
export interface Forger {
  readonly random: SeededRandom
  /** its own client id and that id's next clock */
  readonly client: number
  readonly clock: number
  /** client ids of well-behaved writers in the same room */
  readonly victims: readonly number[]
  /** an update it sent before, if any */
  readonly earlier: Uint8Array | undefined
}

/** An update that should not do harm; `codec` is what the frame will say it is. */
export interface Forgery {
  readonly bytes: Uint8Array
  readonly codec: number
}

const far = 2 ** 50

/**
 * A forged delete names only clocks below this, and not of the first victim: a relay without keys lets everybody curate, so
 * it may take one.
 */
export const deletable = 20

const entry = (payload: unknown, key: unknown = 'key', parents: unknown = []) =>
  new Y.ContentAny([[key, parents, payload]] as unknown[])

/** The update that appends one entry, as a well-behaved agent would. */
export function appendEntry(client: number, clock: number, payload: string): Uint8Array {
  const origin = clock === 0 ? undefined : ([client, clock - 1] as const)
  return rawUpdate([{ client, clock, structs: [item(client, clock, { origin, content: entry(payload) })] }])
}

/** What the forger would send if it were honest. */
export const ownEntry = ({ client, clock, random }: Pick<Forger, 'client' | 'clock' | 'random'>): Uint8Array =>
  appendEntry(client, clock, `entry ${clock} ${'y'.repeat(random.below(40))}`)

/** The bytes with a few bits the other way. */
export function flip(bytes: Uint8Array, random: SeededRandom, most = 4): Uint8Array {
  const flipped = bytes.slice()
  for (let n = 1 + random.below(most); n > 0 && bytes.length > 0; n--) {
    flipped[random.below(bytes.length)]! ^= 1 << random.below(8)
  }
  return flipped
}

/** The bytes with a huge number where a small one stood. */
export function lie(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length)
  const huge = random.pick([
    [0xff, 0x7f],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  ])
  return Uint8Array.from([...bytes.subarray(0, at), ...huge, ...bytes.subarray(at + 1)])
}

/** The start of one and the end of another. */
export function splice(bytes: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  return Uint8Array.from([
    ...bytes.subarray(0, random.below(bytes.length + 1)),
    ...other.subarray(random.below(other.length + 1)),
  ])
}

const one = (client: number, clock: number, struct: Y.Item | Y.GC | Y.Skip) =>
  rawUpdate([{ client, clock, structs: [struct] }])

function asV2(update: Uint8Array): Uint8Array {
  return Y.convertUpdateFormatV1ToV2(update)
}

/** Ways to make an update wrong, by name; each a pure function of what the forger knows. */
const forgeries: Readonly<Record<string, (forger: Forger) => Uint8Array>> = {
  bitFlip: forger => flip(ownEntry(forger), forger.random),
  cutShort: forger => {
    const bytes = ownEntry(forger)
    return bytes.subarray(0, forger.random.below(bytes.length))
  },
  trailing: forger => Uint8Array.of(...ownEntry(forger), forger.random.below(256)),
  lengthLie: forger => lie(ownEntry(forger), forger.random),
  splice: forger => splice(ownEntry(forger), forger.earlier ?? ownEntry(forger), forger.random),
  empty: () => Uint8Array.of(0, 0),
  nothing: () => new Uint8Array(),
  noise: ({ random }) => Uint8Array.from({ length: random.below(200) }, () => random.below(256)),
  repeat: forger => forger.earlier ?? ownEntry(forger),
  clockGap: ({ client, clock, random }) => {
    const ahead = clock + 1 + random.below(5)
    return one(client, ahead, item(client, ahead, { origin: [client, ahead - 1], content: entry('ahead') }))
  },
  originUnknown: ({ client, clock, random }) =>
    one(client, clock, item(client, clock, { origin: [client, clock + random.below(3)], content: entry('loop') })),
  originForeign: ({ client, clock, victims, random }) =>
    one(client, clock, item(client, clock, { origin: [random.pick(victims), 2 ** 20], content: entry('after you') })),
  rightOrigin: ({ client, clock, victims, random }) =>
    one(client, clock, item(client, clock, { rightOrigin: [random.pick(victims), 0], content: entry('before you') })),
  foreignNext: ({ victims, random }) => {
    const victim = random.pick(victims)
    const clock = random.chance(0.5) ? 0 : random.below(60)
    const origin = clock === 0 ? undefined : ([victim, clock - 1] as const)
    return one(victim, clock, item(victim, clock, { origin, content: entry('burnt') }))
  },
  foreignFar: ({ victims, random }) => {
    const victim = random.pick(victims)
    return one(victim, 0, new Y.GC(Y.createID(victim, 0), far))
  },
  foreignArray: ({ client, clock, victims, random }) => {
    const parent = `w/${random.pick(victims).toString(36)}/0`
    return one(client, clock, item(client, clock, { parent, content: entry('in your array') }))
  },
  deleteForeign: ({ victims, random }) =>
    rawUpdate([], [[random.pick(victims.slice(1)), random.below(10), 1 + random.below(deletable - 10)]]),
  deleteUnknown: ({ client, clock }) => rawUpdate([], [[client, clock + 7, far]]),
  deleteMany: ({ client }) =>
    rawUpdate(
      [],
      Array.from({ length: 5000 }, (_, n) => [client, n * 2, 1] as const),
    ),
  collected: ({ client, clock, random }) =>
    one(client, clock, new Y.GC(Y.createID(client, clock), random.pick([1, far]))),
  skipped: ({ client, clock }) => one(client, clock, new Y.Skip(Y.createID(client, clock), far)),
  mapKey: ({ client, clock }) => one(client, clock, item(client, clock, { parent: 'map', key: '__proto__' })),
  nestedType: ({ client, clock }) =>
    one(client, clock, item(client, clock, { content: new Y.ContentType(new Y.Map()) })),
  unsafeKey: ({ client, clock, random }) =>
    one(client, clock, item(client, clock, { content: entry('x', random.pick(['__proto__', 'constructor', '', 7])) })),
  wrongParents: ({ client, clock, random }) =>
    one(
      client,
      clock,
      item(client, clock, { content: entry('x', 'key', random.pick([[1], [-1, 2], [0.5, 1], 'no'])) }),
    ),
  notAnEntry: ({ client, clock }) =>
    one(client, clock, item(client, clock, { content: new Y.ContentAny([{ __proto__: null, isAdmin: true }]) })),
  secondVersion: forger => asV2(ownEntry(forger)),
  manyStructs: ({ client, clock }) => {
    const structs = Array.from({ length: 4097 }, (_, n) =>
      item(client, clock + n, { origin: [client, Math.max(0, clock + n - 1)], content: entry('') }),
    )
    return rawUpdate([{ client, clock, structs }])
  },
  oversize: ({ client, clock }) => one(client, clock, item(client, clock, { content: entry('z'.repeat(256 * 1024)) })),
}

const kinds = Object.keys(forgeries)
// What costs thousands of times more than the rest comes that much less often.
const heavy = new Set(['deleteMany', 'manyStructs', 'oversize'])
const light = kinds.filter(kind => !heavy.has(kind))

/** One wrong update and the name of its kind. */
export function forge(forger: Forger): Forgery & { readonly kind: string } {
  const { random } = forger
  const kind = random.chance(0.001) ? random.pick([...heavy]) : random.pick(light)
  const bytes = forgeries[kind]!(forger)
  const codec = random.chance(0.02) ? random.pick([1, 2, 127, 2 ** 40]) : 0
  return { kind, bytes, codec }
}
