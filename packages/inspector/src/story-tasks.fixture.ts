import type { InspectedTask } from './memory-face'
import { at } from './story.fixture'

const task = (id: string, clock: string, fields: Partial<InspectedTask>): InspectedTask => ({
  id,
  space: 'orders',
  state: 'open',
  details: undefined,
  addedBy: 'orchestrator',
  time: at(clock),
  outcomes: [],
  reopened: [],
  ...fields,
})

/** The board of the story. */
export const storyTasks: readonly InspectedTask[] = [
  task('Tell Ada when order 42 arrives', '14:02:50', { state: 'claimed', claimedBy: 'support', space: 'team' }),
  task('Find parcel 42 at dock 3', '13:58:30', {
    state: 'done',
    details: { order: 42, dock: 3 },
    outcomes: [{ agent: 'fulfilment', result: 'collected by Northway', time: at('14:03:21') }],
  }),
  task('Invoice the annual plan', '13:53:40', {
    state: 'accepted',
    space: 'team',
    outcomes: [{ agent: 'billing', result: { invoice: '2026-1187' }, time: at('14:03:02') }],
    acceptedBy: 'orchestrator',
    reopened: [{ agent: 'orchestrator', reason: 'the first one was for a month' }],
  }),
  task('Print the label of order 43', '13:51:12', {}),
]
