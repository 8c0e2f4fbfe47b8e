import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import type { Memory } from '../index'
import { open } from '../open.fixture'

/** A relay that lost its log: who is new there gets another id for what was written before. */
async function recoveredUrl(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'commonplace-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const start = () => startRelay({ data: memoryStorage(), insecure: true, receiptKey: join(folder, 'receipts.json') })
  await (await start()).close()
  const relay = await start()
  onTestFinished(() => relay.close())
  return relay.url
}

const found = async (memory: Memory) => (await memory.search('apples')).map(({ record }) => record.content)

test('what was made in another space from a record that got another id falls with it, after a restart too', async () => {
  const url = await recoveredUrl()
  const storage = memoryStorage()
  const spaces = { team: 'shared', notes: 'private' } as const
  const ada = await open('ada', { storage, spaces, relay: { url, paused: true } })
  const source = await ada.add('the sky is green', { space: 'team' })
  await ada.add('leaves are like apples', { derivedFrom: [source.id], space: 'notes' })
  ada.sync.resume()
  await ada.sync.flush('relay')
  const { id } = (await ada.get(source.id))!
  expect(id).not.toBe(source.id)
  expect(await found(ada)).toEqual(['leaves are like apples'])
  await ada.retract(id, 'it is not so')
  expect(await found(ada)).toEqual([])
  await ada.close()
  const again = await open('ada', { storage: memoryStorage({ from: storage.disk }), spaces })
  expect(await found(again)).toEqual([])
})
