import { type PoisonedTeam, poison } from './poisoned-team'

/** How long it takes to undo what one agent wrote and all that others made of it, and how much of it is left. */
export interface Rollback {
  readonly records: number
  readonly ms: number
  readonly left: number
}

/** Found late, in a team that held nothing back: half are the agent's own, half were made of them by others. */
export async function undoAgent(team: PoisonedTeam, records: number): Promise<Rollback> {
  const { browser, planner } = team.agent
  const since = new Date()
  for (let n = 0; n < records / 2; n++) {
    const { id } = await browser.add(`Page ${n} of the series says ${poison}`, { source: { type: 'web' } })
    await planner.add(`Conclusion ${n} drawn from page ${n}: ${poison}`, { derivedFrom: [id] })
  }
  await team.settle()
  // What the agent wrote is its own to take back, as an operator who opens its memory does.
  const startedAt = performance.now()
  await browser.rollback({ agent: 'browser', since, reason: 'it read pages that lie' })
  const remaining = await browser.getAll({ scope: 'all', limit: records })
  const ms = Math.round(performance.now() - startedAt)
  return { records, ms, left: remaining.filter(({ content }) => content.includes(poison)).length }
}
