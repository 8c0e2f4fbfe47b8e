import type { InspectedErasure } from './memory-face'
import { at } from './story.fixture'

/** What the story forgot. */
export const storyErasures: readonly InspectedErasure[] = [
  {
    id: 'team.0.4f2k9z.31',
    space: 'team',
    by: { agent: 'support', user: 'ada' },
    time: at('13:57:12'),
    versions: 3,
    relay: 'confirmed',
    confirmed: [
      { agent: 'billing', stores: 1, scrubbed: true },
      { agent: 'support', stores: 1, scrubbed: true },
    ],
    outstanding: ['returns'],
  },
  {
    id: 'notes.0.4f2k9z.3',
    space: 'notes',
    by: { agent: 'support', user: 'ada' },
    time: at('13:40:02'),
    versions: 1,
    relay: 'none',
    confirmed: [{ agent: 'support', stores: 1, scrubbed: false }],
    outstanding: [],
  },
]
