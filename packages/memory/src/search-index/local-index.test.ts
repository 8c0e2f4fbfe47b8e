import { expect, test } from 'vitest'
import { createPace } from '../platform/pace'
import type { Recall } from '../recall'
import { LocalIndex } from './local-index'

/** An index whose searches take 2 ms each, by a clock that they move, and a loop whose turns are counted. */
function index() {
  const at = { ms: 0, turns: 0 }
  const pause = createPace({
    now: () => at.ms,
    yieldToLoop: async () => {
      at.turns++
    },
    sliceMs: 4,
  })
  const search = () => {
    at.ms += 2
    return []
  }
  return { at, index: new LocalIndex({ search } as unknown as Recall, pause) }
}

const query = { text: 'desk', now: 0 }

test('many who search at once are answered in turns of the loop, not all in one', async () => {
  const { at, index: local } = index()
  await Promise.all(Array.from({ length: 100 }, () => local.search(query)))
  expect(at).toMatchObject({ ms: 200, turns: 98 })
})

test('a search that is called off while it waits for its turn is not made', async () => {
  const { at, index: local } = index()
  const controller = new AbortController()
  const searches = Promise.allSettled(Array.from({ length: 100 }, () => local.search(query, controller.signal)))
  controller.abort(new Error('enough'))
  expect((await searches).filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(at.ms).toBe(4)
})
