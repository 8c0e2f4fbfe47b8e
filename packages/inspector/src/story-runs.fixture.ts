import type { InspectedCheckpoint, InspectedRecord, InspectedRun } from './memory-face'
import { at, storyRecords } from './story.fixture'

/** The runs of the story. */
export const storyRuns: readonly InspectedRun[] = [
  {
    run: 'order-42',
    space: 'orders',
    holder: { agent: 'support' },
    held: true,
    term: 2,
    version: 3,
    state: { packed: ['lamp', 'shades'], label: 'NW-7741-20' },
    forks: 1,
    logged: 2,
    time: at('14:02:12'),
  },
  {
    run: 'chat-ada',
    space: 'team',
    held: false,
    term: 0,
    version: 0,
    state: undefined,
    forks: 0,
    logged: 14,
    time: at('14:03:27'),
  },
]

const state = (version: number, term: number, agent: string, clock: string, value: InspectedCheckpoint['state']) => ({
  ...{ run: 'order-42', version, term, state: value, author: { agent }, time: at(clock), held: agent === 'support' },
})

/** The states of the first run, earliest first. */
export const storyStates: readonly InspectedCheckpoint[] = [
  state(1, 1, 'fulfilment', '13:56:40', { packed: ['lamp'] }),
  state(2, 1, 'fulfilment', '13:57:30', { packed: ['lamp', 'shades'] }),
  state(2, 2, 'support', '14:01:02', { packed: ['lamp', 'shades'] }),
  state(3, 2, 'support', '14:02:12', { packed: ['lamp', 'shades'], label: 'NW-7741-20' }),
]

/** What is logged of it. */
export const storyLog: readonly InspectedRecord[] = storyRecords
  .filter(({ space, author }) => space === 'orders' && author.agent === 'fulfilment')
  .slice(1, 3)
  .toReversed()
