import type { InspectedRescoping } from './memory-face'
import { at } from './story.fixture'

/** What the story moved. */
export const storyRescopings: readonly InspectedRescoping[] = [
  {
    token: 'team:1',
    by: { agent: 'support', user: 'ada' },
    time: at('13:42:10'),
    reason: 'how we answer is for everybody',
    changes: [{ space: 'team', did: 'promoted', records: 2 }],
    undone: false,
  },
]
