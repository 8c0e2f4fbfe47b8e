import type { Command } from '../command'
import { mutants } from './mutants'
import { play } from './play'

/** Random histories of who may do what, against an oracle that reads every byte. */
export const policy: Command = {
  summary: 'random grants, revocations, writes, reads, joins and clocks against an oracle that looks at every byte',
  amount: { flag: 'count', usual: 2000, most: 100_000_000 },
  async run({ count, seed }, say) {
    const numbers = { histories: 0, inadmissible: 0, canaryBytes: 0 }
    for (let n = 0; n < count; n++) {
      const { inadmissible, canaryBytes } = await play(seed + n)
      numbers.histories++
      numbers.inadmissible += inadmissible.length
      numbers.canaryBytes += canaryBytes
      if (inadmissible.length > 0) say(`seed ${seed + n}: ${inadmissible.slice(0, 3).join('; ')}`)
      if (numbers.histories % 1000 === 0) say(`${numbers.histories} of ${count} histories`)
    }
    return { numbers, isClean: numbers.inadmissible === 0 && numbers.canaryBytes === 0 }
  },
}

/** Shows that the histories would find a check that is broken. */
export const policyMutants: Command = {
  summary: 'the check broken on purpose, one way after the other: each must be found',
  amount: { flag: 'count', usual: 200, most: 1_000_000 },
  async run({ count, seed }, say) {
    const numbers = { mutants: mutants.length, caught: 0 }
    for (const mutant of mutants) {
      let problem: string | undefined
      let n = 0
      while (problem === undefined && n < count) problem = (await play(seed + n++, mutant)).inadmissible[0]
      if (problem !== undefined) numbers.caught++
      say(`${mutant.name}: ${problem === undefined ? 'SURVIVED' : `found in history ${n}, ${problem}`}`)
    }
    return { numbers, isClean: numbers.caught === numbers.mutants }
  },
}
