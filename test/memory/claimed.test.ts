import { expect, test } from 'vitest'
import { teamOfEachTest, untilSeen } from '../fixtures/memories'

const { open } = teamOfEachTest()
const key = 'order/42/status'
const claimed = { consistency: 'claimed' } as const

test('claimed assertions at once go one after the other: never a conflict, and each from what the last one wrote', async () => {
  const team = await Promise.all(['ada', 'bob', 'eve'].map(id => open(id)))
  const conflicts: unknown[] = []
  for (const memory of team) memory.on('conflict', fact => conflicts.push(fact))
  const written = team.flatMap((memory, agent) =>
    [0, 1, 2, 3].map(n => memory.facts.assert(key, `${agent}.${n}`, claimed)),
  )
  for (const each of await Promise.all(written)) expect(each).toMatchObject({ settled: true })
  for (const memory of team) {
    const last = async () => (await memory.facts.get(key))?.record.versions === 12
    await untilSeen(memory, last)
    const fact = await memory.facts.get(key)
    expect(fact).toMatchObject({ settled: true, record: { durability: 'relay' } })
    const history = await memory.history(fact!.record.id)
    expect(history.map(({ parents }) => parents.length)).toEqual([0, ...Array(11).fill(1)])
  }
  expect(conflicts).toEqual([])
  expect(team.map(memory => memory.sync.refused())).toEqual([[], [], []])
})

test('claimed updates of a record go one after the other too', async () => {
  const ada = await open('ada')
  const { id } = await ada.add('The museum opens at nine', { consistency: 'relay' })
  const updates = [1, 2, 3, 4].map(n => ada.update(id, { content: `The museum opens at ${n}`, ...claimed }))
  await Promise.all(updates)
  expect((await ada.history(id)).map(({ parents }) => parents.length)).toEqual([0, 1, 1, 1, 1])
  expect(await ada.get(id)).toMatchObject({ disputed: false, durability: 'relay', versions: 5 })
})

test('what a claimed assertion would leave standing it cannot claim over; a claimed resolution settles it', async () => {
  const [ada, bob] = [await open('ada'), await open('bob')]
  ada.sync.pause()
  await ada.facts.assert(key, 'packed')
  await bob.facts.assert(key, 'shipped', { consistency: 'relay' })
  ada.sync.resume()
  await untilSeen(ada, async () => (await ada.facts.conflicts()).length === 1)
  await expect(ada.facts.assert(key, 'lost', claimed)).rejects.toMatchObject({ code: 'not-current' })
  await ada.sync.flush('relay')
  expect(await ada.facts.resolve(key, { value: 'shipped' }, claimed)).toMatchObject({ settled: true, value: 'shipped' })
  await untilSeen(
    bob,
    async () => (await bob.facts.get(key))?.settled === true && (await bob.facts.conflicts()).length === 0,
  )
  // A claim that is planned for later stays planned.
  await bob.facts.assert('tariff', 'old')
  await bob.facts.assert('tariff', 'new', { validFrom: '2999-01-01' })
  await expect(bob.facts.assert('tariff', 'newer', claimed)).rejects.toMatchObject({
    code: 'not-current',
    message: `agent "bob", facts.assert('tariff'): what is claimed would stand beside 1 more`,
  })
})

test('a claimed write finds its way past writes without a claim, and needs a relay that answers', async () => {
  const [ada, bob] = [await open('ada'), await open('bob')]
  await ada.facts.assert(key, 0, claimed)
  const plain = Array.from({ length: 10 }, (_, n) => bob.facts.assert('other', n))
  expect(await ada.facts.assert('other', 'claimed', claimed)).toMatchObject({ value: 'claimed' })
  await Promise.all(plain)
  const alone = await open('alone', { relay: undefined })
  await expect(alone.facts.assert(key, 1, claimed)).rejects.toMatchObject({ code: 'no-relay' })
  await expect(ada.facts.assert(key, 1, { ...claimed, space: 'notes' })).rejects.toMatchObject({ code: 'private' })
  ada.sync.pause()
  const signal = AbortSignal.timeout(50)
  await expect(ada.facts.assert(key, 1, { ...claimed, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(await ada.facts.get(key)).toMatchObject({ value: 0 })
  await expect(ada.add('x', claimed as never)).rejects.toMatchObject({ code: 'invalid-input' })
})
