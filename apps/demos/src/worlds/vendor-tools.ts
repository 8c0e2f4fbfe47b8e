import type { Tools } from '../agent/open-agent'

const field = (type: string, description: string, required = true) => ({ type, description, required })

const charges = {
  path: '/v2/charges',
  method: 'POST',
  schema: {
    amount: field('integer', 'Amount in the smallest unit of the currency: 1250 for 12.50 EUR'),
    currency: field('string', 'ISO 4217, three letters, upper case'),
    customer: field('string', 'Id of the customer that is charged'),
    capture: field('boolean', 'Whether to capture at once; true when left out', false),
    description: field('string', 'Shown on the statement, at most 22 characters', false),
    metadata: field('object', 'At most 50 keys of at most 40 characters', false),
    idempotencyKey: field('string', 'Repeats with the same key give the same answer for 24 hours'),
  },
  errors: [
    ['amount_invalid', 400],
    ['currency_unsupported', 400],
    ['card_declined', 402],
    ['customer_unknown', 404],
    ['rate_limited', 429],
  ].map(([code, status]) => ({ code, status, retry: status === 429 })),
}

const changelog = ['2026-11-18', '2026-10-02', '2026-08-21', '2026-06-05', '2026-03-30'].map((date, index) => ({
  date,
  version: `2.${5 - index}.0`,
  notes: [
    index === 0
      ? 'Version 1 ends on 1 December 2026. Every client must use version 2.'
      : 'Fields were added; none was removed.',
    'Webhooks are signed with the new key of the account.',
    'Limits: 100 requests a second for each key.',
  ],
}))

/** What the vendor's documents say. */
export const vendorTools: Tools = {
  'vendor-docs': page => (page === 'changelog' ? { page, entries: changelog } : { page, ...charges }),
}
