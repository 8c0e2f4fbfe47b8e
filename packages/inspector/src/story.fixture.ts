import type { InspectedFact, InspectedRecord, InspectedSide } from './memory-face'

/** Order 42, 20 November 2026, 13:51 to 14:03: the story that the design tells, as records. */
export const storyNow = at('14:03:28')

/** A time of that day. */
export function at(clock: string): Date {
  const [hour = '0', minute = '0', second = '0'] = clock.split(':')
  const whole = Math.floor(Number(second))
  return new Date(2026, 10, 20, Number(hour), Number(minute), whole, Math.round((Number(second) - whole) * 1000))
}

type Row = readonly [
  content: string,
  kind: 'episodic' | 'semantic' | 'working' | 'procedural',
  space: string,
  agent: string,
  clock: string,
  more?: Partial<InspectedRecord>,
]

const shippedId = 'team.0.r3vd5e.44'
const scanId = 'orders.0.r3vd5e.41'
const packedId = 'orders.0.r3vd5e.38'
const apiId = 'team.0.4f2k9z.20'

const rows: readonly Row[] = [
  ['Ada asks whether Monday is certain', 'episodic', 'team', 'support', '14:03:27.904'],
  ['Northway collected 31 parcels from dock 3', 'episodic', 'orders', 'fulfilment', '14:03:21.350'],
  ['Invoice 2026-1187 issued', 'episodic', 'billing', 'billing', '14:03:02.660'],
  [
    'Parcel Monday 23 November at the latest',
    'semantic',
    'team',
    'orchestrator',
    '14:02:55',
    { derivedFrom: [shippedId] },
  ],
  ['Verified: scan and record name the same parcel', 'episodic', 'team', 'audit', '14:02:52'],
  ['Hold the reply to Ada until the status is settled', 'working', 'team', 'orchestrator', '14:02:43'],
  [
    'order/42/status: processing',
    'semantic',
    'team',
    'support',
    '13:59:20.071',
    {
      key: 'order/42/status',
      value: 'processing',
      disputed: true,
      versions: 3,
      derivedFrom: [apiId],
      confidence: 0.7,
    },
  ],
  [
    'Order 42 shipped at 13:58 from dock 3 with Northway, parcel NW-7741-20.',
    'episodic',
    'team',
    'fulfilment',
    '13:58:04.218',
    {
      id: shippedId,
      derivedFrom: [scanId, packedId],
      confidence: 0.98,
      status: 'verified',
      versions: 2,
      validFrom: at('13:58:00'),
      expires: new Date(2026, 11, 20),
      scope: { user: 'ada', app: 'shop', run: 'run-7c1' },
      tags: ['orders'],
    },
  ],
  [
    'Scan at dock 3, 13:58:04: parcel NW-7741-20, order 42, 2.4 kg.',
    'episodic',
    'orders',
    'fulfilment',
    '13:58:04.010',
    {
      id: scanId,
      source: { type: 'tool', name: 'handheld-scanner' },
    },
  ],
  ['Carton C packed, 2.4 kg', 'episodic', 'orders', 'fulfilment', '13:56:40', { id: packedId }],
  [
    'Orders API says order 42 is processing, as of 13:55',
    'episodic',
    'team',
    'support',
    '13:55:00',
    {
      id: apiId,
      source: { type: 'tool', name: 'orders-api' },
    },
  ],
  [
    'customer/ada/plan: annual',
    'semantic',
    'team',
    'billing',
    '13:53:02',
    { key: 'customer/ada/plan', value: 'annual' },
  ],
  ['Ada moved from Monthly to Annual on 20 November', 'episodic', 'team', 'billing', '13:53:02'],
  ['Ada asks where order 42 is, and wants the annual plan', 'episodic', 'team', 'support', '13:52:10'],
  [
    'Refund shipping on order 42: it will miss Monday',
    'semantic',
    'team',
    'returns',
    '13:48:57',
    { status: 'refuted' },
  ],
  [
    'customer/ada/contact: e-mail',
    'semantic',
    'team',
    'support',
    '13:41:06',
    {
      key: 'customer/ada/contact',
      value: 'e-mail',
      disputed: true,
      versions: 2,
    },
  ],
  ['Confirm a plan change by the channel the customer used', 'procedural', 'playbook', 'orchestrator', '13:40:02.117'],
  [
    'Northway collects at 14:00 on weekdays; later parcels ship the next day',
    'procedural',
    'orders',
    'fulfilment',
    '11:20:31',
  ],
  ['Ada prefers e-mail to phone calls', 'semantic', 'team', 'support', '10:07:12'],
  ['Order 42 placed: brass lamp, 2 shades', 'episodic', 'orders', 'fulfilment', '09:58:44'],
  ['Stock of brass lamp at dock 3 is 14', 'semantic', 'orders', 'fulfilment', '09:58:41'],
  ['Ada Moreau, customer since 2021, Quay Street 8', 'semantic', 'team', 'support', '09:31:00'],
  ['<img src=x onerror="document.title=\'owned\'"> is what the form said', 'episodic', 'team', 'returns', '09:20:00'],
  ['Greet returning customers by first name', 'procedural', 'playbook', 'orchestrator', '09:00:05'],
]

/** One record with everything that every record has. */
export function record(row: Row, index: number): InspectedRecord {
  const [content, kind, space, agent, clock, more] = row
  return {
    id: `${space}.0.${agent.slice(0, 6)}.${1000 - index}`,
    space,
    kind,
    content,
    author: { agent, user: 'ada' },
    scope: { user: 'ada', app: 'shop' },
    tags: [],
    time: at(clock),
    pinned: false,
    derivedFrom: [],
    status: 'plain',
    version: `${space}.0.${agent.slice(0, 6)}.${1000 - index}`,
    quarantined: more?.status === 'refuted',
    origins: ['agent'],
    trust: more?.status ?? 'plain',
    supports: (more?.derivedFrom ?? []).map(id => ({ id, standing: 'open' as const })),
    versions: 1,
    disputed: false,
    durability: 'relay',
    durable: async () => {},
    ...more,
  }
}

/** The records of the story, newest first. */
export const storyRecords: readonly InspectedRecord[] = rows.map(record)

function side(
  id: string,
  value: string,
  agent: string,
  clock: string,
  evidence: string[],
  confidence?: number,
): InspectedSide {
  return {
    id,
    value,
    retracted: false,
    content: value,
    author: { agent, user: 'ada' },
    heldBy: [{ agent, user: 'ada' }],
    status: 'plain',
    verifiedBy: [],
    refutedBy: [],
    time: at(clock),
    evidence,
    confidence,
  }
}

/** The two facts in dispute. */
export const storyConflicts: readonly InspectedFact[] = (
  [
    {
      key: 'order/42/status',
      space: 'team',
      value: 'processing',
      settled: false,
      flips: 0,
      waiting: [],
      sides: [
        side('team.0.r3vd5e.45', 'shipped', 'fulfilment', '13:58:04.230', [scanId, shippedId], 0.98),
        side('team.0.4f2k9z.21', 'processing', 'support', '13:59:20.071', [apiId], 0.7),
      ],
    },
    {
      key: 'customer/ada/contact',
      space: 'team',
      value: 'e-mail',
      settled: false,
      flips: 0,
      waiting: [],
      sides: [
        side('team.0.b1ll1n.7', 'phone', 'billing', '13:41:04', []),
        side('team.0.4f2k9z.12', 'e-mail', 'support', '13:41:06', []),
      ],
    },
  ] satisfies Omit<InspectedFact, 'record'>[]
).map(fact => ({ ...fact, record: recordOf(fact.key) }))

function recordOf(key: string): InspectedRecord {
  return storyRecords.find(each => each.key === key) as InspectedRecord
}
