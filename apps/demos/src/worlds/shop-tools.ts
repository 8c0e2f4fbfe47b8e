import type { Tools } from '../agent/open-agent'

const events = ['received', 'paid', 'picked', 'quality-checked', 'queued-for-packing'].map((state, index) => ({
  sequence: index + 1,
  state,
  at: `2026-11-${17 + (index >> 1)}T0${8 + (index % 2)}:15:00Z`,
  station: `line-${(index % 3) + 1}`,
  operator: `op-${410 + index}`,
}))

/** What the shop's programs answer, in the length in which such programs answer. */
export const shopTools: Tools = {
  'orders-api': input => ({
    request: { path: `/v3/orders/${input.replace('order ', '')}`, cached: true, asOf: '2026-11-20T13:55:00Z' },
    order: {
      id: 42,
      status: 'processing',
      currency: 'EUR',
      total: 84.9,
      lines: [
        { sku: 'NB-A5-DOT', title: 'Notebook, A5, dotted', quantity: 3, price: 14.5, weightGrams: 310 },
        { sku: 'PEN-F-BLU', title: 'Fountain pen, fine, blue', quantity: 1, price: 32.9, weightGrams: 28 },
        { sku: 'INK-50-BLK', title: 'Ink, 50 ml, black', quantity: 1, price: 8.5, weightGrams: 140 },
      ],
      shipTo: { name: 'Ada', street: 'Example Street 7', postcode: '00000', city: 'Exampleton', country: 'XX' },
      events,
    },
    paging: { next: null, previous: null },
  }),
  'carrier-api': input => ({
    carrier: input,
    service: 'standard',
    pickups: ['08:00', '13:58', '18:30'].map(at => ({ at, dock: 3, vehicle: 'NW-7', seats: 2, open: at !== '08:00' })),
    transit: { workingDays: 1, delivers: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], cutOff: '17:00', surchargePercent: 4.2 },
    zones: ['north', 'east', 'south', 'west'].map((zone, index) => ({
      zone,
      days: 1 + (index >> 1),
      price: 4.9 + index,
    })),
    status: 'operational',
  }),
  'profile-api': input => ({
    customer: input,
    since: '2024-03-02',
    channels: [
      { kind: 'e-mail', preferred: true, verified: true },
      { kind: 'phone', preferred: false, verified: false },
    ],
    plan: { current: 'monthly', renews: '2026-12-02', seats: 1, history: ['trial', 'monthly'] },
    tickets: [2101, 2188, 2240].map((id, index) => ({
      id,
      subject: 'delivery',
      state: 'closed',
      satisfaction: 4 + (index % 2),
    })),
  }),
}
