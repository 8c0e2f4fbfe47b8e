import { expect, test } from 'vitest'
import { play } from './play'

const histories = 8

test.each([1, 9, 17])(
  `${histories} histories of random verbs from %i: all replicas, a newcomer and those opened anew see the same`,
  async first => {
    for (let seed = first; seed < first + histories; seed++) {
      expect(await play(seed), `pnpm fuzz verbs --count 1 --seed ${seed}`).toEqual([])
    }
  },
)
