import type { Command } from '../../command'
import { attacks } from './attacks'
import { openTeam } from './poisoned-team'
import { undoAgent } from './rollback'

/** Attacks on a team's memory, with its defences and without. */
export const poisoning: Command = {
  summary: 'attacks on what a team remembers, with and without quarantine; how long it takes to undo one agent',
  amount: { flag: 'records', usual: 4000, most: 100_000 },
  async run({ count }, say) {
    const numbers = { attacks: 0, chances: 0, toldWithout: 0, toldWith: 0, misattributed: 0, flagged: 0 }
    for (const [name, attack] of Object.entries(attacks)) {
      numbers.attacks++
      const told: number[] = []
      for (const isDefended of [false, true]) {
        const team = await openTeam(isDefended)
        const outcome = await attack(team)
        told.push(outcome.told)
        if (isDefended) {
          numbers.chances += outcome.chances
          const all = await team.agent.support.getAll({
            scope: 'all',
            filter: { status: ['plain', 'proposed', 'verified'] },
          })
          numbers.misattributed += all.filter(
            ({ author, content }) => author.agent === 'curator' && content.includes('The curator says'),
          ).length
          numbers.flagged += all.filter(({ claimed }) => claimed !== undefined).length
        }
        await team.close()
        say(`${name}, ${isDefended ? 'with' : 'without'} defences: told ${outcome.told} of ${outcome.chances} times`)
      }
      const [without = 0, withThem = 0] = told
      numbers.toldWithout += without
      numbers.toldWith += withThem
    }
    const team = await openTeam(false)
    const undone = await undoAgent(team, count)
    await team.close()
    say(`undoing one agent: ${undone.records} records in ${undone.ms} ms, ${undone.left} left`)
    return {
      numbers: { ...numbers, rollbackRecords: undone.records, rollbackMs: undone.ms, rollbackLeft: undone.left },
      isClean: numbers.toldWith + numbers.misattributed + undone.left === 0,
    }
  },
}
