import type { Command } from '../../command'
import { play } from './play'

/** Random verbs of three agents, some at once and some away from the relay, until all have seen everything. */
export const verbs: Command = {
  summary: 'random verbs of three agents, connected or not: nothing but refusals is thrown, and all see the same then',
  amount: { flag: 'count', usual: 100, most: 1_000_000 },
  async run({ count, seed }, say) {
    const numbers = { histories: 0, faulty: 0 }
    for (let n = 0; n < count; n++) {
      const faults = await play(seed + n)
      numbers.histories++
      if (faults.length > 0) {
        numbers.faulty++
        say(`seed ${seed + n}: ${faults.slice(0, 3).join('\n  ')}`)
      }
      if (numbers.histories % 50 === 0) say(`${numbers.histories} of ${count} histories`)
    }
    return { numbers, isClean: numbers.faulty === 0 }
  },
}
