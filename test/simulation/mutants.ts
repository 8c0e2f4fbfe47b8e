/** One way to break the engine on purpose: in each file a text that stands there once becomes another. */
export interface Mutant {
  readonly name: string
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[]
}

const mutant = (name: string, ...edits: [file: string, from: string, to: string][]): Mutant => ({
  name,
  edits: edits.map(([file, from, to]) => ({ file: `packages/${file}`, from, to })),
})

const guard = 'relay/src/guard/admit.ts'
const join = 'relay/src/room/join.ts'
const update = 'relay/src/room/update.ts'
const load = 'relay/src/log/load-room.ts'
const openLog = 'relay/src/log/open-log.ts'
const session = 'memory/src/sync/session.ts'
const rebuild = 'memory/src/sync/rebuild.ts'

export const mutants: readonly Mutant[] = [
  mutant('the relay acknowledges before its disk has it', [
    'relay/src/room/acknowledge.ts',
    'at > room.committed',
    'at > room.queued',
  ]),
  mutant('the relay goes on after its disk reported an error', [
    'relay/src/log/committer.ts',
    'await commit([...operations, ...journal.seal()])',
    'await commit([...operations, ...journal.seal()]).catch(() => {})',
  ]),
  mutant(
    'the relay acknowledges over a gap',
    [update, 'if (drop !== undefined) return', "if (drop !== undefined && drop.code !== 'causal-gap') return"],
    [update, 'member.isBlocked = true', 'member.isBlocked = false'],
  ),
  mutant('the relay skips the checksum', [
    'relay/src/log/stored-item.ts',
    'if (header.getUint32(4, true) !== platform.crc32(body))',
    'if (header.getUint32(4, true) < 0)',
  ]),
  mutant('the relay drops the tail of its log when it starts', [
    load,
    'return { mode, generation, items, cut: 0 }',
    'return { mode, generation, items: items.slice(0, -1), cut: 0 }',
  ]),
  mutant(
    'the relay cuts more than a damaged end and keeps its epoch',
    [openLog, 'const renewed = cut > 0 ? createEpoch() : epoch', 'const renewed = epoch'],
    [openLog, '  await settle(storage, tail)\n', '  if (tail.damaged.length === 0) await settle(storage, tail)\n'],
  ),
  mutant('the relay forgets what only its journal holds', [openLog, '  await settle(storage, tail)\n', '']),
  mutant('two records of a room lie in the same bytes', [
    'relay/src/room/slab.ts',
    'subarray(start, this.#at)',
    'subarray(0, length)',
  ]),
  mutant('the journal goes before what it holds is in the rooms', [
    'relay/src/log/journal.ts',
    'operations.push(...log.settle())',
    'log.settle()',
  ]),
  mutant('the relay tells others before its disk has it', [
    update,
    'if (queued !== null) return queued',
    `const others = [...room.members.keys()].filter(each => each !== id)
  if (queued !== null) return [...queued, { type: 'updates', members: others, number: room.queued, updates: [admission.take!] }]`,
  ]),
  mutant('the relay logs and tells updates uncut', [
    update,
    'enqueue(room, member, admission, admission.take)',
    'enqueue(room, member, admission, update)',
  ]),
  mutant(
    'the relay lets two connections write under one id',
    [join, 'effects.push(...leaveRoom(room, holder.id))', ''],
    ['relay/src/room/writer.ts', 'member.ids.includes(client)', '(member.ids.includes(client) || true)'],
  ),
  mutant('the guard lets anybody write under any id', [guard, 'if (!writer.mayWrite(client))', 'if (client < 0)']),
  mutant('the guard lets anybody delete', [guard, 'else if (!writer.mayDelete(client))', 'else if (client < 0)']),
  mutant('deletes travel only with new content', [
    'relay/src/room/state-for.ts',
    'if (hasDeletes || room.items.every',
    'if (pieces.length >= 0 || hasDeletes || room.items.every',
  ]),
  mutant('what a joiner lacks of a piece begins an entry late', [
    'relay/src/room/blocks-beyond.ts',
    'Math.max(known - to, 0)',
    'Math.max(known - to + Math.sign(known), 0)',
  ]),
  mutant('a joiner gets what was framed for another who lacked as many pieces', [
    'relay/src/server/shared-pieces.ts',
    'return other.update === update && other.codec === codec',
    'return other.codec === codec || update === other.update',
  ]),
  mutant('the token of a lease counts until its end is told', [
    'relay/src/room/lease.ts',
    "lease?.state === 'live' &&",
    "lease && lease.state !== 'granting' &&",
  ]),
  mutant('the numbers of leases begin anew with the relay', [
    'relay/src/room/lease.ts',
    'const room: Leases = { last,',
    'const room: Leases = { last: 0 * last,',
  ]),
  mutant('a lease is granted while somebody has it', [
    'relay/src/lease/acquire.ts',
    'if (present === undefined) {',
    "if (present === undefined || present.state === 'live') {",
  ]),
  mutant('a claimed write need not supersede what is there', [
    'relay/src/room/claim-fault.ts',
    'if (uncovered(present, entry.parents, entry.dot).length > 0) {',
    'if (uncovered(present, entry.parents, entry.dot).length < 0) {',
  ]),
  mutant('a client id is used again after a crash', [
    'memory/src/sync/open-core.ts',
    'clean && last !== 0 ? last',
    'last !== 0 ? last',
  ]),
  mutant('writes are sent before they are on disk', [
    'memory/src/sync/session-send.ts',
    'if (!view.isDurable(record.n)) break',
    '',
  ]),
  mutant('what a full room holds back counts as sent once a delete goes past it', [
    'memory/src/sync/session-send.ts',
    'if (session.isHolding) freeing = [...freeing, ...numbers]\n    else sentUpTo',
    'if (session.isHolding) freeing = [...freeing, ...numbers]\n    sentUpTo',
  ]),
  mutant('what was outstanding is not sent again', [
    session,
    'next = { ...next, ...clearChannel }',
    'next = { ...next, ...clearChannel, sentUpTo: next.sentUpTo }',
  ]),
  mutant('a state vector counts as an acknowledgement', [
    session,
    'const settled = new Set([...there, ...removed])',
    `const isNamed = (dot: { client: number; clock: number }) => (joined!.vector.get(dot.client) ?? 0) > dot.clock
  there.push(...view.outbox.filter(record => record.removes.length > 0 && record.removes.every(isNamed)))
  const settled = new Set([...there, ...removed])`,
  ]),
  mutant('a join names the vector of the live document', [
    'memory/src/sync/session-send.ts',
    'vector: new Map(vector)',
    'vector: new Map([...vector, ...view.outbox.flatMap(({ entries }) => entries.map(({ dot }) => [dot.client, dot.clock + 1] as const))])',
  ]),
  mutant('an acknowledgement settles one frame too many', [
    session,
    'const done = session.sent.filter(({ seq }) => seq <= upTo)',
    'const done = session.sent.filter(({ seq }) => seq <= upTo + 1)',
  ]),
  mutant('base and outbox move in two commits', [
    'memory/src/sync/run-effect.ts',
    `    batch.learn(records.map(({ update }) => describe(update)))
    batch.dropWrites(settled)
    batch.setMeta({})`,
    `    batch.dropWrites(settled)
    batch.setMeta({})
  })
  core.journal.commit(batch => {
    batch.learn(records.map(({ update }) => describe(update)))`,
  ]),
  mutant('a rebuild is not on disk before the next join', ['memory/src/sync/jobs.ts', '    await durable\n', '']),
  mutant('a refused write vanishes', [
    'memory/src/sync/journal-batch.ts',
    'this.#mirror.parked.set(parked.record.n, parked)',
    'return',
  ]),
  mutant('a refused write leaves no hole', [
    rebuild,
    'if (length === 0 || !needsHole) return',
    'if (length >= 0) return',
  ]),
  mutant('parents that were refused stay', [rebuild, 'this.#instead.get(dotToString(parent)) ?? [parent]', '[parent]']),
  mutant('a fold that was refused is parked whole', [
    'memory/src/sync/session-refusal.ts',
    "if (frame.numbers.length > 1) return { name: 'rejoin', change: { singleUpTo } }",
    `if (frame.numbers.length > 1) {
    const all = new Map(frame.numbers.map(n => [n, { code, message, value }] as const))
    return { name: 'refused-finally', effects: [{ type: 'rebuild', cause: { kind: 'refused', refusals: all } }] }
  }`,
  ]),
  mutant('a wiped relay gives an id to whoever names it first', [
    'relay/src/room/claims.ts',
    'const isDoubtful = owner === undefined',
    'const isDoubtful = owner !== undefined',
  ]),
  mutant('a client does not show its receipts', [
    'memory/src/sync/session-send.ts',
    'return mac ? [{ client, mac }] : []',
    'return mac ? [] : []',
  ]),
  mutant('a restored relay gets nothing back', [
    session,
    "const isBack = epoch !== view.epoch && view.epoch !== ''",
    'const isBack = false',
  ]),
  mutant('a delete of what a restored relay lost is sent whole', [
    'memory/src/sync/within-room.ts',
    'there.length === removes.length ? record',
    'there.length >= 0 ? record',
  ]),
]
