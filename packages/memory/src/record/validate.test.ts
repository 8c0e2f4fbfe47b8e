import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

const spaces = { team: 'shared', archive: 'shared', notes: 'private' } as const

/** What Ada wrote three times, and moved when Bob had seen it. */
async function moved() {
  const relay = await relayUrl()
  const [ada, bob] = [await open('ada', { relay, spaces }), await open('bob', { relay, spaces })]
  const first = await ada.add('The boat is blue', { space: 'team' })
  const second = await ada.update(first.id, { content: 'The boat is green' })
  const third = await ada.update(first.id, { content: 'The boat is red', consistency: 'relay' })
  await expect.poll(() => bob.get(first.id)).toMatchObject({ content: 'The boat is red' })
  const report = await ada.rescope(first.id, { space: 'archive' })
  await expect.poll(() => bob.get(first.id)).toMatchObject({ space: 'archive' })
  return { ada, bob, first, second, third, there: report.changed[0]!.to! }
}

test('a record that was moved is validated by the id it had before, and by that of the version that moved', async () => {
  const { bob, first, third, there } = await moved()
  expect(await bob.validate(first.id, 'verified')).toMatchObject({ version: there, status: 'verified' })
  expect(await bob.validate(third.version, 'refuted')).toMatchObject({ version: there, status: 'refuted' })
})

test('of a version that was superseded before the record was moved nothing is said, and what stands is named', async () => {
  const { bob, second, there } = await moved()
  await expect(bob.validate(second.version, 'verified')).rejects.toMatchObject({
    code: 'unknown-record',
    message: expect.stringContaining('superseded before'),
    hint: expect.stringContaining(there),
  })
  expect(await bob.get(there)).toMatchObject({ status: 'plain' })
})

test('a finding of a token is of the record that it stands for', async () => {
  const ada = await open('ada', { relay: await relayUrl(), spaces })
  const note = await ada.add('Ask for the annual plan', { space: 'notes' })
  const { changed } = await ada.promote(note.id, { to: 'team' })
  const token = (await ada.get(changed[0]!.to!))!.derivedFrom[0]!
  await expect(ada.validate(token, 'verified')).rejects.toMatchObject({
    code: 'forbidden',
    message: `agent "ada" wrote ${token} and cannot validate it`,
  })
})
