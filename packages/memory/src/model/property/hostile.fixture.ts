import * as Y from 'yjs'
import type { Dot } from '../dot'
import { placeOf } from '../entry-place'
import type { Random } from './random.fixture'
import { keys } from './replica.fixture'

/** Writes something that is no entry, or no entry of this writer, by plain Yjs. */
export function writeGarbage(doc: Y.Doc, client: number, victims: readonly Dot[], random: Random): void {
  doc.clientID = client
  const own = doc.getArray<unknown>(placeOf(client, Y.getState(doc.store, client)))
  const victim = victims.length > 0 ? random.pick(victims) : { client: 1, clock: 0 }
  const key = random.pick(keys)
  const naming = [victim.client, victim.clock]
  const next = Y.getState(doc.store, client)
  const tricks: (() => void)[] = [
    () => doc.getArray(placeOf(victim.client, victim.clock)).push([[key, naming, 'in the array of another']]),
    () => doc.getArray('w/nonsense').push([[key, naming, 'nowhere']]),
    () => doc.getArray(placeOf(client, next + 512)).push([[key, naming, 'in an array too far']]),
    () => own.push([[key, [client, next], 'its own parent']]),
    () => own.push([[key, [client, next + 5], 'child of its own future']]),
    () => own.push([[key, [Number.NaN, -1], 'not a dot']]),
    () => own.push([[key, [...naming, 1.5], 'half a dot']]),
    () => own.push([[key, [...naming, ...naming], 'twice the same']]),
    () => own.push([[key, 'parents', 'text for parents']]),
    () =>
      own.push([
        [7, naming, 'a number for a key'],
        [null, naming, ''],
        [['f/a'], naming, ''],
      ]),
    () => own.push([[`f/${'x'.repeat(5000)}`, naming, 'a key too long']]),
    () =>
      own.push([
        [key, naming, { __proto__: null, a: 1 }],
        [key, naming, 7],
        [key, naming],
      ]),
    () =>
      own.push([
        null,
        [key, undefined, 3],
        true,
        3,
        'text',
        new Uint8Array([1, 2]),
        { 0: key, 1: naming, 2: '', length: 3 },
      ]),
    () => own.push([[key, new Array(10_000).fill(victim.clock), 'too many parents']]),
    () => own.push([[JSON.parse(`{"__proto__":{"key":"${key}"},"constructor":1}`)]]),
    () => own.push([new Y.Array(), new Y.Map([[key, [key, naming, 'in a map']]])]),
    () => {
      // From a twin: the document itself may know this root as an array already, and then refuses to take it as a map.
      const twin = new Y.Doc({ guid: 'space' })
      Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc))
      twin.clientID = client
      twin.getMap(placeOf(client, next)).set('__proto__', [key, naming, 'in a map at the root'])
      doc.clientID = 0
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(twin, Y.encodeStateVector(doc)))
    },
    () => doc.getText('w/text').insert(0, 'text'),
  ]
  try {
    random.pick(tricks)()
  } catch (error) {
    // The root was used as another type by an earlier trick on this very document.
    if (!String(error).includes('already been defined')) throw error
  }
}
