import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rangeOf } from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeArguments } from '../../scripts/node-program'
import { held, holds, RelayAndAgents } from './relay-and-agents.fixture'

const bin = fileURLToPath(new URL('../../packages/relay/src/bin.ts', import.meta.url))

let world: RelayAndAgents
beforeEach(async () => {
  world = await RelayAndAgents.start()
})
afterEach(() => world.close())

/** One command of the relay, to its end. */
function command(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, nodeArguments(bin, ...args), (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

async function inspect(data: string) {
  const { status, out } = await command('inspect', '--data', data, '--json')
  return { status, ...JSON.parse(out) } as {
    status: number
    epoch: string
    rooms: { records: number; pieces: number }[]
  }
}

test('RT4 what was written after a backup comes back from its agents when the backup is restored', async () => {
  const { root } = world
  const [data, file, restored] = [join(root, 'relay'), join(root, 'relay.backup'), join(root, 'restored')]
  const [ada, ben] = [await world.enter('ada'), await world.enter('ben')]
  await (await ada.add('before, of ada')).durable('relay')
  await (await ben.add('before, of ben')).durable('relay')
  const backup = await command('backup', '--data', data, '--to', file)
  expect(backup, backup.err).toMatchObject({ status: 0, out: expect.stringContaining('1 rooms, 0 damaged') })
  expect(backup.out).not.toContain('before')
  await (await ada.add('after, of ada')).durable('relay')
  await (await ben.add('after, of ben')).durable('relay')
  await world.relay.kill()

  expect(await command('restore', '--from', file, '--data', data)).toMatchObject({
    status: 2,
    err: expect.stringContaining('is not empty'),
  })
  expect(await command('restore', '--from', join(root, 'nowhere'), '--data', restored)).toMatchObject({
    status: 2,
    err: expect.stringContaining(`there is no backup "${join(root, 'nowhere')}": name the file that backup wrote`),
  })
  const cut = join(root, 'relay.backup.cut')
  await writeFile(cut, (await readFile(file)).subarray(0, 20_000))
  expect(await command('restore', '--from', cut, '--data', restored)).toMatchObject({
    status: 1,
    err: expect.stringContaining(`"${cut}" is no whole backup: `),
  })
  await mkdir(restored)
  const restore = await command('restore', '--from', file, '--data', restored)
  expect(restore, restore.err).toMatchObject({ status: 0 })
  const [old, fresh] = [await inspect(data), await inspect(restored)]
  expect([old.rooms[0]!.records, fresh.rooms[0]!.records]).toEqual([4, 2])
  expect(fresh.epoch).not.toBe(old.epoch)
  expect((await readdir(root)).filter(name => name.includes('restored'))).toEqual(['restored'])

  const compaction = await command('compact', '--data', restored)
  expect(compaction, compaction.err).toMatchObject({ status: 0, out: expect.stringContaining('1 rooms, 0 left') })
  await world.restart({ data: restored, receiptKey: `${data}.receipt-key.json` })
  const newcomer = await world.enter('newcomer')
  const all = ['after, of ada', 'after, of ben', 'before, of ada', 'before, of ben']
  for (const memory of [ada, ben, newcomer]) {
    await holds(memory, 4)
    expect([...(await held(memory)).values()].sort()).toEqual(all)
  }
})

test('RT4 what a repair set aside comes back from its agents', async () => {
  const { root } = world
  const [data, aside] = [join(root, 'relay'), join(root, 'relay.aside')]
  const [ada, ben] = [await world.enter('ada'), await world.enter('ben')]
  for (const [agent, text] of [
    [ada, 'a1'],
    [ben, 'b1'],
    [ada, 'a2'],
    [ben, 'b2'],
  ] as const) {
    await (await agent.add(text)).durable('relay')
  }
  await world.relay.kill()
  await flipSecondRecord(data)
  expect(await command('--insecure', '--port', '0', '--data', data)).toMatchObject({
    status: 1,
    err: expect.stringMatching(/damaged before its record \d+.*repair --data/),
  })
  const inspected = await command('inspect', '--data', data)
  expect(inspected).toMatchObject({
    status: 1,
    out: expect.stringMatching(/DAMAGED record \d+, \d+ bytes: its checksum differs/),
  })
  const repair = await command('repair', '--data', data, '--aside', aside)
  expect(repair, repair.err).toMatchObject({ status: 0, out: expect.stringContaining('1 rooms, 0 damaged') })
  const lines = (await readFile(aside, 'utf8')).trim().split('\n')
  expect(repair.out).toContain(`${lines.length} set aside in`)
  expect(lines.map(line => JSON.parse(line).place[0])).toEqual(['journal', 'room', 'room'])
  expect(await command('repair', '--data', data, '--aside', aside)).toMatchObject({
    status: 0,
    out: expect.stringContaining('nothing to set aside'),
  })

  await world.restart({ data, receiptKey: `${data}.receipt-key.json` })
  const newcomer = await world.enter('newcomer')
  for (const memory of [ada, ben, newcomer]) {
    await holds(memory, 4)
    expect([...(await held(memory)).values()].sort()).toEqual(['a1', 'a2', 'b1', 'b2'])
  }
})

/** Another bit in the second record of a journal. */
async function flipSecondRecord(data: string): Promise<void> {
  const storage = await openLmdbStorage({ path: data })
  const records = []
  for await (const record of storage.range(...rangeOf('journal'))) records.push(record)
  const { key, value } = records[1]!
  const flipped = new Uint8Array(value)
  flipped[flipped.length - 3]! ^= 0x10
  await storage.commit([{ put: key, value: flipped }])
  await storage.close()
}

test('a file that is no backup, and a folder without a store, are named and leave nothing behind', async () => {
  const { root } = world
  const [wrong, target] = [join(root, 'wrong'), join(root, 'target')]
  await writeFile(wrong, 'this is long enough to be the head of a store, and is none: 64 bytes or more')
  const [restore, inspected, backup, compacted, busy] = await Promise.all([
    command('restore', '--from', wrong, '--data', target),
    command('inspect', '--data', target),
    command('backup', '--data', target, '--to', join(root, 'copy')),
    command('compact', '--data', target),
    command('compact', '--data', join(root, 'relay')),
  ])
  expect(restore).toMatchObject({ status: 1, err: expect.stringContaining('no data file of LMDB') })
  const empty = join(root, 'empty')
  await writeFile(empty, '')
  expect(await command('restore', '--from', empty, '--data', target)).toMatchObject({
    status: 1,
    err: `commonplace-relay: "${empty}" cannot be restored: it is not the store of a relay, since it has no epoch; restore another backup; nothing was changed\n`,
  })
  const loop = join(root, 'loop')
  await mkdir(loop)
  await symlink('data.mdb', join(loop, 'data.mdb'))
  expect(await command('inspect', '--data', loop)).toMatchObject({
    status: 1,
    err: expect.stringMatching(/could not read ".*loop": ELOOP/),
  })
  expect(inspected).toMatchObject({ status: 1, err: expect.stringContaining('there is no store in') })
  expect(backup).toMatchObject({ status: 1, err: expect.stringContaining('there is no store in') })
  expect(compacted).toMatchObject({ status: 1, err: expect.stringContaining('there is no store in') })
  expect(busy).toMatchObject({ status: 1, err: expect.stringContaining('is open in process') })
  expect((await readdir(root)).sort()).toEqual(['empty', 'loop', 'relay', 'relay.receipt-key.json', 'wrong'])
})
