import type { InspectedAgent } from './memory-face'
import { at } from './story.fixture'

type Row = readonly [
  agent: string,
  present: boolean,
  capabilities: readonly string[],
  description: string,
  more?: Partial<InspectedAgent>,
]

const rows: readonly Row[] = [
  ['returns', true, ['refund', 'exchange'], 'Takes parcels back and pays money back'],
  ['billing', false, ['invoice', 'payment-method'], 'Plans, invoices and payments', { version: '2.1' }],
  ['fulfilment', true, ['pick', 'pack', 'ship'], 'Gets orders out of dock 3'],
  ['support', true, [], 'Talks to customers'],
  [
    'northway',
    false,
    ['track-parcel'],
    'Tracks parcels by number',
    { registeredBy: 'fulfilment', endpoint: 'https://agents.northway.example/a2a', version: '1.0' },
  ],
]

/** The cards of the story's agents. */
export const storyAgents: readonly InspectedAgent[] = rows.map(([agent, present, ids, description, more]) => ({
  agent,
  name: agent,
  description,
  capabilities: ids.map(id => ({ id, name: id, tags: [] })),
  present,
  registeredBy: agent,
  registered: at('09:00:00'),
  expires: new Date(2026, 11, 20),
  ...more,
}))
