import type { Memory } from '@commonplace/memory'
import { expect, onTestFinished, test } from 'vitest'
import { bytesIn, folderOfTest } from '../fixtures/folders'
import { memoryOfTest, untilSeen } from '../fixtures/memories'
import { tappedMemory } from '../fixtures/tapped-memory'
import { startRelayProcess } from '../processes/relay-process.fixture'

const spaces = { team: 'shared', 'walrus-notes': 'private' } as const

test('P14 promote: what the policy lets through is shared, and not a name, id or count of the private side leaves', async () => {
  const disks = { relay: await folderOfTest(), ada: await folderOfTest(), bob: await folderOfTest() }
  const relay = await startRelayProcess({ data: disks.relay, onLog: () => {} })
  onTestFinished(() => relay.kill())
  const { memory: ada, sent } = await tappedMemory('ada', relay.url, disks.ada, spaces)
  const { memory: bob } = await tappedMemory('bob', relay.url, disks.bob, { team: 'shared' })
  const space = 'walrus-notes'
  const sources = await Promise.all(['one', 'two', 'three'].map(n => ada.add(`canary source ${n}`, { space })))
  const told = await ada.add('The supplier in Porto is late, says canary', {
    ...{ space, run: 'walrus-run', tags: ['supplier'], derivedFrom: sources.map(({ id }) => id), confidence: 0.7 },
  })
  const secret = await ada.add('canary: the salary of Bob', { space, sensitivity: 'restricted' })
  const doubt = await ada.add('canary: a doubt about health', { space, tags: ['health'] })
  const claim = await ada.facts.assert('supplier/porto', 'late', { space, evidence: [told.id] })
  const policy: Parameters<Memory['promote']>[1]['policy'] = ({ tags, content }) =>
    tags.includes('health') ? { refuse: 'about health' } : { content: content.replace(/, says canary/, '') }
  const choice = { filter: { space } }

  const preview = await ada.promote({ ids: [told.id, doubt.id] }, { to: 'team', policy, dryRun: true })
  expect(preview.changed).toEqual([{ from: told.version }])
  expect(await ada.getAll({ filter: { space: 'team' } })).toEqual([])
  const done = await ada.promote({ ids: [told.id, doubt.id] }, { to: 'team', policy, reason: 'Bob asked' })
  expect(done).toMatchObject({
    changed: [{ from: told.version }],
    refused: [{ reason: 'policy', message: 'about health' }],
  })
  // The policy of openMemory, which is to keep what is marked, counts where a call has none.
  expect((await ada.promote({ ids: [secret.id, claim.record.id] }, { to: 'team' })).refused).toMatchObject([
    { id: secret.version, message: 'it is restricted' },
  ])
  // The other ways to name what is private in what is shared.
  const made = await ada.add('Somebody knows more', { derivedFrom: [doubt.id, ...sources.map(({ id }) => id)] })
  await ada.facts.assert('supplier/porto', 'very late', {
    evidence: [told.id, sources[0]!.id],
    derivedFrom: [doubt.id],
  })
  await ada.update(made.id, { content: 'Somebody knows much more', derivedFrom: [secret.id] })
  await ada.runs.log('handover', { role: 'agent', content: 'handed over', derivedFrom: [doubt.id] })
  await ada.sync.flush('relay')

  await untilSeen(bob, async () => (await bob.getAll({ scope: 'all' })).length === 4)
  const shared = (await bob.get(done.changed[0]!.to!))!
  expect(shared).toMatchObject({
    ...{ content: 'The supplier in Porto is late', author: { agent: 'ada' }, tags: ['supplier'], confidence: 0.7 },
    ...{ space: 'team', scope: { agent: 'ada' }, trust: 'unknown' },
    supports: [{ standing: 'unknown' }],
  })
  const [token] = shared.derivedFrom
  expect(shared.derivedFrom).toEqual([expect.stringMatching(/^private:[0-9a-f]{32}$/)])
  for (const record of await bob.getAll({ scope: 'all' })) expect(record.derivedFrom.length).toBe(1)
  // Its owner alone resolves it.
  expect(await ada.get(token!)).toMatchObject({ id: told.id, derivedFrom: sources.map(({ version }) => version) })
  expect(await bob.get(token!)).toBeUndefined()
  expect((await ada.get(shared.id))?.supports).toEqual([{ id: token, standing: 'open' }])
  expect((await ada.dependents(sources[0]!.id)).dependents.map(({ id }) => id)).toContain(shared.version)

  const everything = [sent.join(), await bytesIn(disks.relay), await bytesIn(disks.bob)]
  const writers = [told, ...sources].map(({ id }) => id.split('.').at(-2)!)
  const holding = (word: string) => everything.map(bytes => bytes.includes(word))
  expect(holding('The supplier in Porto is late')).toEqual([true, true, true])
  for (const word of ['canary', 'walrus', 'salary', 'health', ...writers])
    expect(holding(word), word).toEqual([false, false, false])
  expect((await bytesIn(disks.ada)).includes('canary')).toBe(true)

  // Who did what and why: the team's side does not say from where, or how much stayed.
  expect((await bob.rescopings())[0]).toMatchObject({
    ...{ by: { agent: 'ada' }, reason: 'Bob asked', changes: [{ space: 'team', did: 'promoted', records: 1 }] },
  })
  expect((await ada.rescopings())[0]?.changes.map(({ did, space: where }) => [where, did])).toEqual(
    expect.arrayContaining([
      ['team', 'promoted'],
      ['walrus-notes', 'shared'],
    ]),
  )
  await ada.undo(done.token!)
  await untilSeen(bob, async () => (await bob.get(shared.id)) === undefined)
  expect(await ada.get(told.id)).toMatchObject({ content: 'The supplier in Porto is late, says canary' })
  expect((await ada.getAll(choice)).length).toBe(7)
})

test('P14 a retracted source closes what was promoted from it where the token can be read', async () => {
  const ada = await memoryOfTest('ada', { spaces })
  const note = await ada.add('The shop moves to Porto', { space: 'walrus-notes' })
  const { changed } = await ada.promote(note.id, { to: 'team' })
  expect(await ada.get(changed[0]!.to!)).toMatchObject({ supports: [{ standing: 'open' }], trust: 'plain' })
  await ada.retract(note.id, 'it stays')
  expect(await ada.get(changed[0]!.to!)).toBeUndefined()
})

test('P14 a policy given at opening counts for every promotion that names none', async () => {
  const ada = await memoryOfTest('ada', { spaces, promotion: async ({ content }) => content.length < 10 })
  const notes = [
    await ada.add('short', { space: 'walrus-notes' }),
    await ada.add('much too long', { space: 'walrus-notes' }),
  ]
  const report = await ada.promote({ ids: notes.map(({ id }) => id) }, { to: 'team' })
  expect(report).toMatchObject({ changed: [{ from: notes[0]!.version }], refused: [{ id: notes[1]!.version }] })
})
