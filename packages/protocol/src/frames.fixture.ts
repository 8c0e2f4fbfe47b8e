import fc from 'fast-check'
import type { Statement } from './access/statement'
import { refusalCodes } from './codes'
import type { Frame } from './frame'
import { leaseEnds } from './frames/ended'
import { policyReaches } from './frames/policy'
import { defaultLimits, type Limits, limitNames } from './limits'
import { allRights } from './rights'
import { isName } from './room'

const uint = fc.oneof(fc.nat(300), fc.maxSafeNat())
const bytes = fc.uint8Array({ maxLength: 300 })
const text = fc.string({ unit: 'grapheme', maxLength: 30 })
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map(raw => raw.normalize('NFC'))
  .filter(isName)
const maybe = fc.oneof(fc.constant(''), name)
const ids = fc.array(uint, { maxLength: 12 })
const vector = fc.array(fc.tuple(uint, uint), { maxLength: 12 }).map(entries => new Map(entries))
const bindings = fc.array(fc.record({ client: uint, agent: maybe, user: maybe }), { maxLength: 8 })
const receptions = fc.array(fc.record({ client: uint, clock: uint, window: uint }), { maxLength: 8 })
const receipts = fc.array(fc.record({ client: uint, mac: bytes }), { maxLength: 8 })
const code = fc.constantFrom(...refusalCodes)
const refusal = { code, message: text, value: uint }
const lease = fc.record({ epoch: maybe, number: uint })
const pattern = fc.constantFrom('*', 'notes/{user}', 'a*', 'team/**', 'billing')
const times = fc.constantFrom({}, { from: 5 }, { until: 9 }, { from: 5, until: 9 })
const hash = fc.constantFrom('', 'ab', 'f'.repeat(64))
const verb = fc.constantFrom('grant' as const, 'revoke' as const)
const statement = fc
  .tuple(
    fc.oneof(
      fc.record({ do: verb, agent: pattern, user: pattern }),
      fc.record({ do: verb, agent: pattern, space: pattern, right: fc.constantFrom(...allRights) }),
    ),
    times,
  )
  .map(([edge, within]): Statement => ({ ...edge, ...within }))
const rule = fc.record({
  tenant: pattern,
  space: pattern,
  agents: fc.array(pattern, { maxLength: 3 }),
  users: fc.array(pattern, { maxLength: 3 }),
  level: fc.nat(allRights.length),
})
const limits = fc
  .array(uint, { minLength: limitNames.length, maxLength: limitNames.length })
  .map(values => Object.fromEntries(limitNames.map((key, index) => [key, values[index]])) as unknown as Limits)

/** Frames of every type with arbitrary parts, within the default limits. */
export const frames: { readonly [T in Frame['type']]: fc.Arbitrary<Extract<Frame, { type: T }>> } = {
  hello: fc.record({
    type: fc.constant('hello'),
    versions: fc.tuple(uint, uint),
    tenant: maybe,
    agent: maybe,
    user: maybe,
    token: text,
    client: maybe,
  }),
  join: fc.record({
    type: fc.constant('join'),
    request: uint,
    room: fc.record({ tenant: name, space: name, segment: uint }),
    epoch: maybe,
    ids,
    vector,
    deletesDigest: uint,
  }),
  update: fc.record({
    type: fc.constant('update'),
    channel: uint,
    seq: uint,
    lease: fc.option(lease),
    codec: uint,
    update: bytes,
  }),
  leave: fc.record({ type: fc.constant('leave'), channel: uint }),
  presence: fc.record({ type: fc.constant('presence'), channel: uint, client: uint, state: bytes }),
  ping: fc.record({ type: fc.constant('ping'), nonce: uint }),
  refresh: fc.record({ type: fc.constant('refresh'), token: text }),
  acquire: fc.record({
    type: fc.constant('acquire'),
    channel: uint,
    request: uint,
    key: text,
    holder: uint,
    ttlMs: uint,
  }),
  renew: fc.record({ type: fc.constant('renew'), channel: uint, request: uint, lease }),
  release: fc.record({ type: fc.constant('release'), channel: uint, request: uint, lease }),
  claim: fc.record({ type: fc.constant('claim'), request: uint, receipts }),
  purge: fc.record({ type: fc.constant('purge'), channel: uint, request: uint }),
  'follow-policy': fc.record({ type: fc.constant('follow-policy'), after: uint, hash }),
  welcome: fc.record({
    type: fc.constant('welcome'),
    version: uint,
    epoch: name,
    tenant: maybe,
    agent: maybe,
    user: maybe,
    limits,
  }),
  joined: fc.record({
    type: fc.constant('joined'),
    request: uint,
    channel: uint,
    epoch: name,
    rights: fc.subarray([...allRights]),
    taken: ids,
    vector,
    pieces: uint,
    bytes: uint,
    bindings,
  }),
  piece: fc.record({ type: fc.constant('piece'), channel: uint, index: uint, codec: uint, update: bytes }),
  synced: fc.record({ type: fc.constant('synced'), channel: uint }),
  updates: fc.record({
    type: fc.constant('updates'),
    channel: uint,
    number: uint,
    updates: fc.array(bytes, { maxLength: 6 }),
  }),
  ack: fc.record({ type: fc.constant('ack'), channel: uint, upTo: uint }),
  refused: fc.record({ type: fc.constant('refused'), channel: uint, seq: uint, ...refusal }),
  'join-refused': fc.record({ type: fc.constant('join-refused'), request: uint, ...refusal }),
  closed: fc.record({ type: fc.constant('closed'), channel: uint, code, message: text }),
  bindings: fc.record({ type: fc.constant('bindings'), channel: uint, bindings }),
  'presence-changed': fc.record({
    type: fc.constant('presence-changed'),
    channel: uint,
    client: uint,
    agent: maybe,
    user: maybe,
    state: bytes,
  }),
  pong: fc.record({ type: fc.constant('pong'), nonce: uint }),
  failed: fc.record({ type: fc.constant('failed'), ...refusal }),
  expires: fc.record({ type: fc.constant('expires'), afterMs: uint }),
  granted: fc.record({ type: fc.constant('granted'), channel: uint, request: uint, lease, ttlMs: uint }),
  held: fc.record({
    type: fc.constant('held'),
    channel: uint,
    request: uint,
    number: uint,
    agent: maybe,
    user: maybe,
    ttlMs: uint,
  }),
  ended: fc.record({
    type: fc.constant('ended'),
    channel: uint,
    number: uint,
    reason: fc.constantFrom(...leaseEnds),
  }),
  'lease-refused': fc.record({ type: fc.constant('lease-refused'), channel: uint, request: uint, ...refusal }),
  receipts: fc.record({ type: fc.constant('receipts'), channel: uint, receipts }),
  receptions: fc.record({ type: fc.constant('receptions'), channel: uint, receptions }),
  'rights-changed': fc.record({
    type: fc.constant('rights-changed'),
    channel: uint,
    rights: fc.subarray([...allRights]),
  }),
  admitted: fc.record({ type: fc.constant('admitted'), request: uint }),
  policy: fc.record({
    type: fc.constant('policy'),
    reach: fc.constantFrom(...policyReaches),
    after: uint,
    upTo: uint,
    rules: fc.array(rule, { maxLength: 4 }),
  }),
  'policy-lines': fc.record({
    type: fc.constant('policy-lines'),
    lines: fc.array(fc.record({ at: uint, by: maybe, statement, hash }), { maxLength: 4 }),
  }),
  purged: fc.record({
    type: fc.constant('purged'),
    channel: uint,
    request: uint,
    refusal: fc.option(fc.record(refusal)),
  }),
}

export const anyFrame: fc.Arbitrary<Frame> = fc.oneof(...(Object.values(frames) as fc.Arbitrary<Frame>[]))

/** One frame of every type, with every part told apart from its neighbours: what the golden bytes are of. */
export const samples: readonly Frame[] = [
  {
    type: 'hello',
    versions: [1, 2],
    tenant: 'acme',
    agent: 'billing',
    user: 'ada',
    token: 'secret',
    client: 'memory/0.1.0',
  },
  {
    type: 'join',
    request: 7,
    room: { tenant: 'acme', space: 'café', segment: 0 },
    epoch: 'e1',
    ids: [3, 2 ** 52 + 1],
    vector: new Map([
      [300, 5],
      [3, 70],
    ]),
    deletesDigest: 2 ** 53 - 1,
  },
  {
    type: 'update',
    channel: 9,
    seq: 2,
    lease: { epoch: 'e1', number: 4 },
    codec: 0,
    update: Uint8Array.of(1, 2, 3),
  },
  { type: 'leave', channel: 9 },
  { type: 'presence', channel: 9, client: 3, state: Uint8Array.of(8, 9) },
  { type: 'ping', nonce: 128 },
  { type: 'refresh', token: 'newer' },
  { type: 'acquire', channel: 9, request: 5, key: 'f/order/42', holder: 2 ** 52 + 1, ttlMs: 10_000 },
  { type: 'renew', channel: 9, request: 6, lease: { epoch: 'e1', number: 4 } },
  { type: 'release', channel: 9, request: 7, lease: { epoch: 'e1', number: 4 } },
  { type: 'claim', request: 7, receipts: [{ client: 3, mac: Uint8Array.of(1, 2) }] },
  { type: 'purge', channel: 9, request: 8 },
  { type: 'follow-policy', after: 2, hash: 'ab' },
  {
    type: 'welcome',
    version: 1,
    epoch: 'e1',
    tenant: 'acme',
    agent: 'billing',
    user: '',
    limits: { ...defaultLimits, roomsPerSocket: 256 },
  },
  {
    type: 'joined',
    request: 7,
    channel: 9,
    epoch: 'e1',
    rights: ['read', 'append'],
    taken: [3],
    vector: new Map([[3, 70]]),
    pieces: 1,
    bytes: 2,
    bindings: [{ client: 3, agent: 'billing', user: 'ada' }],
  },
  { type: 'piece', channel: 9, index: 0, codec: 0, update: Uint8Array.of(0, 0) },
  { type: 'synced', channel: 9 },
  { type: 'updates', channel: 9, number: 12, updates: [Uint8Array.of(4), Uint8Array.of(5, 6)] },
  { type: 'ack', channel: 9, upTo: 2 },
  { type: 'refused', channel: 9, seq: 3, code: 'too-large', message: 'too much', value: 262_144 },
  { type: 'join-refused', request: 7, code: 'unknown-room', message: 'no such room', value: 0 },
  { type: 'closed', channel: 9, code: 'replaced', message: 'taken over' },
  { type: 'bindings', channel: 9, bindings: [{ client: 4, agent: 'sales', user: '' }] },
  {
    type: 'presence-changed',
    channel: 9,
    client: 4,
    agent: 'sales',
    user: 'bob',
    state: new Uint8Array(),
  },
  { type: 'pong', nonce: 128 },
  { type: 'failed', code: 'draining', message: 'back soon', value: 1000 },
  { type: 'expires', afterMs: 900_000 },
  { type: 'granted', channel: 9, request: 5, lease: { epoch: 'e1', number: 4 }, ttlMs: 10_000 },
  { type: 'held', channel: 9, request: 5, number: 3, agent: 'sales', user: 'bob', ttlMs: 10_000 },
  { type: 'ended', channel: 9, number: 3, reason: 'expired' },
  { type: 'lease-refused', channel: 9, request: 6, code: 'lease-lost', message: 'it ended', value: 0 },
  { type: 'receipts', channel: 9, receipts: [{ client: 3, mac: Uint8Array.of(1, 2) }] },
  { type: 'purged', channel: 9, request: 8, refusal: { code: 'unavailable', message: 'later', value: 5 } },
  { type: 'rights-changed', channel: 9, rights: ['discover', 'read'] },
  { type: 'admitted', request: 7 },
  {
    type: 'policy',
    reach: 'part',
    after: 1,
    upTo: 3,
    rules: [{ tenant: 'acme', space: 'team', agents: ['billing'], users: [], level: 3 }],
  },
  {
    type: 'policy-lines',
    lines: [
      { at: 5, by: 'root', statement: { do: 'grant', agent: 'billing', user: 'ada' }, hash: 'ab' },
      {
        at: 6,
        by: 'root for ada',
        statement: { do: 'revoke', agent: 'sales', space: 'pay/**', right: 'append', from: 7, until: 8 },
        hash: 'cd',
      },
    ],
  },
  { type: 'receptions', channel: 9, receptions: [{ client: 3, clock: 300, window: 179_565_479 }] },
]
