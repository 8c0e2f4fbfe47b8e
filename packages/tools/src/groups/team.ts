import { z } from 'zod'
import { type Tool, tool } from '../tool'

/** Who is in the team, who is here, who knows what. */
export const teamTools: readonly Tool[] = [
  tool({
    name: 'team_find',
    title: 'Agents of the team',
    description: 'The registered agents: with a capability, by words of their cards, or only those that are here now.',
    does: 'reads',
    input: {
      capability: z.string().optional(),
      text: z.string().optional().describe('Words of the card'),
      present: z.boolean().optional().describe('Only those that are here now'),
    },
    async run({ memory }, options) {
      return { agents: await memory.team.find(options) }
    },
  }),
  tool({
    name: 'team_who_knows',
    title: 'Who knows about it',
    description: 'The agents that know about a topic, best first, without what they know: whom to ask.',
    does: 'reads',
    input: { topic: z.string().min(1), limit: z.number().int().min(1).max(100).optional() },
    async run({ memory }, { topic, ...options }) {
      const knowers = await memory.team.whoKnows(topic, options)
      return {
        agents: knowers.map(({ agent, score, credibility, present, card }) => ({
          agent,
          score: Number(score.toFixed(3)),
          credibility: Number(credibility.value.toFixed(3)),
          present,
          ...(card?.description && { description: card.description }),
        })),
      }
    },
  }),
  tool({
    name: 'team_register',
    title: 'Register with the team',
    description: 'Says who you are and what you can do, so that others find you.',
    does: 'writes',
    input: {
      description: z.string().min(1).max(2048).optional(),
      capabilities: z.array(z.string().min(1)).max(64).optional().describe("Such as ['billing', 'refunds']"),
      endpoint: z.string().optional().describe('An http address where you take calls'),
    },
    async run({ memory, signal }, options) {
      return { agent: await memory.team.register({ ...options, signal }) }
    },
  }),
]
