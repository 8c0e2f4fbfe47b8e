import { startRelay } from '@commonplace/relay'
import { expect, onTestFinished, test } from 'vitest'
import { bytesIn, folderOfTest } from '../fixtures/folders'
import { untilSeen } from '../fixtures/memories'
import { tappedMemory } from '../fixtures/tapped-memory'

const space = 'quokka-diary'

test('P7 whatever is done in a private space, not a name, id, count or reference of it is on a link or on another’s disk', async () => {
  const disks = { relay: await folderOfTest(), ada: await folderOfTest(), bob: await folderOfTest() }
  const relay = await startRelay({ data: disks.relay, insecure: true })
  onTestFinished(() => relay.close())
  const { memory: ada, ...adaLink } = await tappedMemory('ada', relay.url, disks.ada, {
    team: 'shared',
    [space]: 'private',
  })
  const { memory: bob, ...bobLink } = await tappedMemory('bob', relay.url, disks.bob, { team: 'shared' })
  await ada.team.register({ capabilities: ['law'] })
  await ada.add('Everybody may read this', { consistency: 'relay' })

  // Every verb that writes or reads, in the private space alone.
  const record = await ada.add('canary content', { ...{ space, tags: ['canary-tag'], title: 'canary title' } })
  await ada.update(record.id, { content: 'canary, again', metadata: { canary: [1, 2] } })
  await ada.facts.assert('canary/fact', { canary: true }, { space, evidence: [record.id] })
  await ada.graph.relate('canary-one', 'knows', 'canary-two', { space })
  await ada.runs.log('canary-run', { role: 'user', content: 'canary line' }, { space })
  await ada.runs.checkpoint('canary-run', { canary: 'state' }, { space })
  await ada.work.once(['canary-call'], async () => 'canary result', { space })
  const gone = await ada.add('canary to be forgotten', { space, derivedFrom: [record.id] })
  await ada.retract(gone.id, 'canary reason')
  await ada.erase({ ids: [gone.id] })
  await ada.history(record.id)
  await ada.search('canary content')
  await ada.context({ query: 'canary content', budget: 400 })
  await ada.team.whoKnows('canary content')
  await ada.spaces.open('quokka-second', { visibility: 'private' })
  await ada.add('canary in a space opened later', { space: 'quokka-second' })
  const text = await ada.export(space)
  await ada.import(text)
  await ada.facts.assert('shared/fact', 'public', { evidence: [record.id] })
  await ada.sync.flush('relay')

  // However much is written there, the link is as silent as when nothing is.
  const before = adaLink.sent.length
  for (let n = 0; n < 40; n++) await ada.add(`canary number ${n}`, { space })
  expect(adaLink.sent.slice(before).filter(frame => frame.length > 16)).toEqual([])

  // And what the team is told comes to everybody, so the tap is not blind.
  await ada.add('Everybody may read that too', { consistency: 'relay' })
  await untilSeen(bob, async () => (await bob.getAll({ scope: 'all' })).length === 3)
  const places = {
    sent: adaLink.sent.join(),
    received: adaLink.received.join(),
    'received by bob': bobLink.received.join(),
    'sent by bob': bobLink.sent.join(),
    "the relay's disk": await bytesIn(disks.relay),
    "bob's disk": await bytesIn(disks.bob),
  }
  const holding = (word: string) =>
    Object.entries(places).flatMap(([place, bytes]) => (bytes.includes(word) ? [place] : []))
  expect(holding('Everybody may read that too')).toEqual(['sent', 'received by bob', "the relay's disk", "bob's disk"])
  const writer = record.id.split('.')[2]!
  for (const word of ['canary', 'quokka', record.id, writer]) expect(holding(word), word).toEqual([])
  const home = await bytesIn(disks.ada)
  for (const word of ['canary content', 'quokka-second', writer]) expect(home.includes(word), word).toBe(true)
  const asToken = (await bob.facts.get('shared/fact'))?.sides[0]?.evidence
  expect(asToken).toEqual([expect.stringMatching(/^private:[0-9a-f]{32}$/)])
})
