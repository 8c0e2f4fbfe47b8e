import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import type { Memory } from '../index'
import { open } from '../open.fixture'
import { textOf } from './text-of.fixture'

/** Ada and Bob, who may write to the team's space until that is taken from them. */
async function team() {
  const tenant = 'acme'
  const { sign, url, grant, revoke } = await governed({}, tenant)
  for (const agent of ['ada', 'bob']) await grant(agent, 'team', 'append')
  const join = (id: string, storage = memoryStorage()) =>
    open(id, { relay: { url, getToken: () => sign({ tenant, agent: id }) }, tenant, storage, curators: ['bob'] })
  return { join, grant, revoke }
}

const mayWrite = (memory: Memory) => memory.sync.status.value.spaces.team?.rights.includes('append')
const contents = async (memory: Memory) => (await memory.getAll({ maxStaleness: 0 })).map(({ content }) => content)

test.each(['here', 'told', 'away'])(
  'an erasure that the relay refuses, because the right to write was withdrawn, is none: it says so once, and the record is there (%s)',
  async where => {
    const { join, grant, revoke } = await team()
    const ada = await join('ada')
    const { id } = await ada.add('SECRET', { consistency: 'relay' })
    if (where === 'away') ada.sync.pause()
    const before = where === 'away' && (await ada.erase({ ids: [id] }))
    await revoke('ada', 'team', 'append')
    ada.sync.resume()
    if (where === 'told') await expect.poll(() => mayWrite(ada)).toBe(false)
    if (!before) await expect(ada.erase({ ids: [id] })).rejects.toMatchObject({ code: 'forbidden' })
    await expect.poll(() => contents(ada)).toEqual(['SECRET'])
    expect(await ada.erasures()).toEqual([])
    const refused = ada.sync.refused().length
    // An eraser that went on would have been refused again by now.
    for (let n = 0; n < 3; n++) await contents(ada)
    expect(ada.sync.refused()).toHaveLength(refused)

    await grant('ada', 'team', 'append')
    await expect.poll(() => mayWrite(ada)).toBe(true)
    expect((await ada.erase({ ids: [id] })).receipts).toMatchObject([{ relay: 'confirmed' }])
  },
)

test('what a curator erases of an agent that may only read now goes when it may write again, and nothing is refused for it', async () => {
  const { join, grant, revoke } = await team()
  const storage = memoryStorage()
  const [ada, bob] = [await join('ada', storage), await join('bob')]
  const { id } = await ada.add('SECRET', { consistency: 'relay' })
  await expect.poll(() => contents(bob)).toEqual(['SECRET'])
  await revoke('ada', 'team', 'append')
  await bob.erase({ ids: [id] })
  await expect.poll(() => contents(ada)).toEqual([])
  expect(ada.sync.refused()).toEqual([])
  await grant('ada', 'team', 'append')
  await expect.poll(async () => (await bob.erasures())[0]?.outstanding).toEqual([])
  expect(await textOf(storage)).not.toContain('SECRET')
  expect(ada.sync.refused()).toEqual([])
})
