import { derivedAudiencePolicy, type Memory, openMemory } from '@commonplace/memory'
import { expect, onTestFinished, test } from 'vitest'
import { governed } from '../../packages/relay/src/server/guarded-relay.fixture'
import { WebSocket } from '../../packages/relay/src/server/raw-client.fixture'
import { bytesIn, folderOfTest } from '../fixtures/folders'

const method = 'IBAN-CANARY-4711'

/** Customer service with a relay that enforces its policy: agents on their own disks, on links that are listened to. */
async function customerService() {
  const service = await governed()
  const { url, sign, change, grant } = service
  for (const agent of ['support', 'billing']) {
    await change({ do: 'grant', user: 'ada', agent })
    await grant(agent, 'team', 'append')
  }
  await grant('billing', 'payments', 'append')
  const open = async (agent: string, isAdmin = false) => {
    const storage = await folderOfTest()
    const heard: Uint8Array[] = []
    const memory = await openMemory({
      agent: { id: agent, user: 'ada', app: 'shop' },
      tenant: 'acme',
      spaces: { team: 'shared', payments: 'shared' },
      storage,
      ...(isAdmin && { policy: derivedAudiencePolicy() }),
      relay: {
        url,
        getToken: () => sign({ agent, user: 'ada', ...(isAdmin && { admin: true }) }),
        openSocket: (address, protocols) => {
          const socket = new WebSocket(address, [...protocols])
          socket.on('message', data => heard.push(new Uint8Array(data as ArrayBuffer)))
          return socket as never
        },
      },
    })
    onTestFinished(() => memory.close())
    const holds = (text: string) => bytesIn(storage).then(bytes => bytes.includes(text))
    return { memory, holds, hears: (text: string) => Buffer.concat(heard).includes(text) }
  }
  return { ...service, open }
}

const planOf = async (memory: Memory) => (await memory.facts.get('customer/ada/plan'))?.value

test('P7 support never holds a byte of the payment method, and both see a plan change', async () => {
  const { open } = await customerService()
  const [billing, support] = [await open('billing'), await open('support')]
  const payment = await billing.memory.add(`Ada pays by ${method}`, { space: 'payments' })
  await payment.durable('relay')
  await billing.memory.facts.assert('customer/ada/plan', 'pro', { space: 'team' })
  await expect.poll(() => planOf(support.memory)).toBe('pro')
  await support.memory.facts.assert('customer/ada/plan', 'basic', { space: 'team' })
  await expect.poll(() => planOf(billing.memory)).toBe('basic')
  expect(support.memory.sync.status.value.spaces.payments).toMatchObject({ state: 'denied' })
  const found = await support.memory.search('how does Ada pay?')
  expect(found.map(({ record }) => record.content).join()).not.toContain('pays')
  await support.memory.sync.flush('relay')
  expect([support.hears(method), await support.holds(method)]).toEqual([false, false])
  expect([billing.hears('basic'), await billing.holds(method)]).toEqual([true, true])
})

test('P8 access that was given for a while ends on the open connection, and what is written then stays with its author', async () => {
  const { open, change, revoke } = await customerService()
  const [billing, support] = [await open('billing'), await open('support')]
  await billing.memory.add('The invoice of May is open', { space: 'payments' })
  await change({ do: 'grant', agent: 'support', space: 'payments', right: 'append' })
  await expect.poll(async () => (await support.memory.search('invoice of May')).length).toBe(1)
  const begun = performance.now()
  await revoke('support', 'payments', 'discover')
  await expect
    .poll(() => support.memory.sync.status.value.spaces.payments, { interval: 5 })
    .toMatchObject({ state: 'denied' })
  expect(performance.now() - begun).toBeLessThan(1000)
  const later = await billing.memory.add(`Paid by ${method}`, { space: 'payments' })
  await later.durable('relay')
  support.memory.sync.pause()
  const note = await support.memory.add('Ada asked twice', { space: 'payments' })
  support.memory.sync.resume()
  await expect(note.durable('relay')).rejects.toMatchObject({ code: 'revoked' })
  expect(support.memory.sync.refused()).toMatchObject([{ code: 'revoked' }])
  await billing.memory.sync.flush('relay')
  expect([support.hears(method), await support.holds(method)]).toEqual([false, false])
  expect(await billing.memory.search('asked twice')).toEqual([])
})

test('P7 where a memory goes follows from the policy log and what it is made from, as the log changes', async () => {
  const { open, grant, revoke } = await customerService()
  const [billing, support] = [await open('billing', true), await open('support')]
  const { memory } = billing
  const isHeld = (lines: number) =>
    expect.poll(async () => await memory.access.show()).toMatchObject({ reach: 'whole', lines: { length: lines } })
  await isHeld(5)
  const payment = await memory.add(`Ada pays by ${method}`, { space: 'payments' })
  const summed = (text: string) => memory.add(text, { space: 'team', derivedFrom: [payment.id] })
  const kept = await summed(`Ada has one method, ${method}`)
  expect(kept.space).toBe('payments')
  expect((await memory.add('Ada called', { space: 'team' })).space).toBe('team')
  await memory.sync.flush('relay')
  await expect.poll(async () => (await support.memory.search('Ada called')).length).toBe(1)
  expect([support.hears(method), await support.holds(method)]).toEqual([false, false])
  await grant('support', 'payments', 'read')
  await isHeld(6)
  expect((await summed('Ada pays in time')).space).toBe('team')
  await revoke('support', 'payments', 'discover')
  await isHeld(7)
  expect((await summed('Ada paid late once')).space).toBe('payments')
})
