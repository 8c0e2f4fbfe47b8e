import type { Agent } from '../agent/agent'

const patienceMs = 15_000
const lookMs = 3

/**
 * Waits until each of some agents holds every entry of a space that another one holds now.
 *
 * @returns ms that it took each, by name
 * @throws Error naming the agent that a write did not reach in time
 */
export async function spread(author: Agent, readers: readonly Agent[], space: string): Promise<Record<string, number>> {
  const began = performance.now()
  const own = await author.copy(space)
  const arrivals = readers.map(async reader => {
    for (;;) {
      const held = new Set(await reader.copy(space))
      const ms = performance.now() - began
      if (own.every(line => held.has(line))) return [reader.id, ms] as const
      if (ms > patienceMs) throw new Error(`what ${author.id} wrote to "${space}" did not reach ${reader.id}`)
      await new Promise(resolve => setTimeout(resolve, lookMs))
    }
  })
  return Object.fromEntries(await Promise.all(arrivals))
}
