import { expect, test } from 'vitest'
import { mutants } from './mutants'
import { play } from './play'

// 2000 in all. A test each, so that a loaded machine has time for them.
const histories = 500

test.each([1, 501, 1001, 1501])(
  `AC1 AC4 AC5 AC6 AC7 AC10 ${histories} histories from %i: nothing is read, written or held that the policy does not allow`,
  async first => {
    for (let seed = first; seed < first + histories; seed++) {
      const { inadmissible, canaryBytes } = await play(seed)
      expect(inadmissible, `pnpm fuzz policy --count 1 --seed ${seed}`).toEqual([])
      expect(canaryBytes).toBe(0)
    }
  },
)

test.each(mutants.map(mutant => [mutant.name, mutant] as const))('the histories find it when %s', async (_, mutant) => {
  for (let seed = 1; seed <= 100; seed++) if ((await play(seed, mutant)).inadmissible.length > 0) return
  expect.fail('no history found it')
})

// Each of these was found once: presence was told before a late timer of an expiry had gone off.
test.each([93, 481])('history %i', async seed => {
  expect((await play(seed)).inadmissible).toEqual([])
})
