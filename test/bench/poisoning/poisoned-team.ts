import { type Memory, type OpenOptions, openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { seen } from '../../fixtures/seen'

/** Stands in everything an attacker wants remembered. */
export const poison = 'POISON'

/** What a team is opened with that keeps what it reads apart from what it knows. */
export const defences: Partial<OpenOptions> = {
  quarantine: [{ sources: ['web', 'other', 'tool'] }, { authors: ['newcomer'] }],
  curators: ['curator'],
}

/** The same team without: nothing is held back, and nothing that is added again is known again. */
const noDefences: Partial<OpenOptions> = { gate: false }

const users = { browser: 'ada', support: 'ada', billing: 'ada', planner: 'ada', newcomer: 'mallory', curator: 'ada' }

export type AgentName = keyof typeof users

/** Who would act on what it is told. */
export const victims = ['support', 'billing', 'planner'] as const

/** Agents of one team on one relay. */
export interface PoisonedTeam {
  readonly relay: Relay
  readonly agent: Readonly<Record<AgentName, Memory>>
  readonly isDefended: boolean
  /** Resolves when every agent has what every other one wrote. */
  settle(): Promise<void>
  /** Which of the victims are told the poison when they ask this. */
  told(query: string): Promise<string[]>
  close(): Promise<void>
}

export async function openTeam(isDefended: boolean): Promise<PoisonedTeam> {
  const relay = await startRelay({ data: memoryStorage(), insecure: true })
  const open = (id: string) =>
    openMemory({
      agent: { id, user: users[id as AgentName] },
      relay: relay.url,
      storage: memoryStorage(),
      ...(isDefended ? defences : noDefences),
    })
  const names = Object.keys(users) as AgentName[]
  const memories = await Promise.all(names.map(open))
  const agent = Object.fromEntries(names.map((name, i) => [name, memories[i]])) as Record<AgentName, Memory>
  // Without defences everybody reads everything: the scope of a user is one of them.
  const scope = isDefended ? ('own' as const) : ('all' as const)
  return {
    relay,
    agent,
    isDefended,
    async settle() {
      await Promise.all(memories.map(memory => memory.sync.flush('relay')))
      // What a newcomer is given is what the others were sent; a marker written last comes last.
      const marker = await agent.curator.facts.assert('settled', Math.random())
      await agent.curator.sync.flush('relay')
      await Promise.all(memories.map(memory => untilFact(memory, marker.value)))
    },
    async told(query) {
      const told = await Promise.all(
        victims.map(async name => {
          const packet = await agent[name].context({ query, budget: 800, scope })
          return packet.text.includes(poison) ? [name] : []
        }),
      )
      return told.flat()
    },
    async close() {
      await Promise.all(memories.map(memory => memory.close()))
      await relay.close()
    },
  }
}

function untilFact(memory: Memory, value: unknown): Promise<void> {
  return seen(memory, async () => (await memory.facts.get('settled'))?.value === value)
}
