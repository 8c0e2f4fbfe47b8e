import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

test('who may not change a record is told whose it is, also where one agent wrote it for another user', async () => {
  const relay = await relayUrl()
  const ada = await open('support', { agent: { id: 'support', user: 'ada' }, relay })
  const ben = await open('support', { agent: { id: 'support', user: 'ben' }, relay })
  const { id } = await ada.add('Ada prefers e-mail', { consistency: 'relay' })
  await expect.poll(() => ben.get(id)).toBeDefined()
  await expect(ben.update(id, { content: 'Ada prefers letters' })).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('was written by agent "support" for user "ada"'),
  })
})
