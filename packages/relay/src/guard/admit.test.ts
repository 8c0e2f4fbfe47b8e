import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { admit, type Writer } from './admit'
import { foldFacts } from './fold-facts.fixture'
import { type GuardMode, GuardRun } from './guard-run.fixture'
import { noFacts } from './room-facts'

const runs = 400
const steps = 32

for (const mode of ['entries', 'any'] as const satisfies readonly GuardMode[]) {
  test(`GD3 GD4 GD7 GD8 GD9 GD16 the guard of rooms of ${mode} takes exactly what a whole document integrates`, () => {
    let submissions = 0
    for (let seed = 1; seed <= runs; seed++) {
      const run = new GuardRun(seed, mode)
      run.run(steps)
      submissions += run.submissions
      expect(run.faults, `seed ${seed}`).toEqual([])
    }
    expect(submissions).toBeGreaterThan(runs * 5)
  })
}

const curator: Writer = { mayWrite: () => true, mayDelete: () => true, entriesOnly: true }

test('GD4 of deletes that are known in part the rest is taken; where nothing is known the bytes travel on as they came', () => {
  const doc = new Y.Doc()
  doc.clientID = 77
  const array = doc.getArray(`w/${(77).toString(36)}/0`)
  array.push(['a', 'b', 'c', 'd'].map(payload => ['key', [], payload]))
  const facts = noFacts()
  foldFacts(facts, admit(facts, Y.encodeStateAsUpdate(doc), curator))
  const after = (act: () => void) => {
    const before = Y.encodeStateVector(doc)
    act()
    return Y.encodeStateAsUpdate(doc, before)
  }
  const first = after(() => array.delete(1))
  const admitted = admit(facts, first, curator)
  expect(admitted.take).toBe(first)
  foldFacts(facts, admitted)
  const rest = admit(
    facts,
    after(() => array.delete(1)),
    curator,
  )
  expect(rest).toMatchObject({ drops: [], deletes: new Map([[77, [[2, 3]]]]) })
  expect(rest.take).toEqual(Uint8Array.of(0, 1, 77, 1, 2, 1))
})
