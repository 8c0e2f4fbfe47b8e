import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createReceiptKey, openReceiptKey } from './receipt-key'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'receipt-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ada = { agent: 'ada', user: 'eve' }

test('ID13 a receipt is of one room, id, agent and user, and of one key', () => {
  const key = createReceiptKey(new Uint8Array(32), 'e')
  const book = key.bookOf('room', 'e')
  const mac = book.issue(101, ada)
  expect(Buffer.from(mac).toString('hex')).toBe('89a224eec6fcc65a2b524559087b9731')
  expect(book.isGenuine(101, ada, mac)).toBe(true)
  const others = [
    [book, 102, ada],
    [book, 101, { agent: 'adae', user: 've' }],
    [book, 101, { agent: 'ada', user: '' }],
    [key.bookOf('other', 'e'), 101, ada],
    [createReceiptKey(new Uint8Array(32).fill(1), 'e').bookOf('room', 'e'), 101, ada],
  ] as const
  for (const [each, client, owner] of others) expect(each.isGenuine(client, owner, mac)).toBe(false)
  expect(book.isGenuine(101, ada, mac.subarray(0, 8))).toBe(false)
})

test('ID15 a room is recovered when its epoch is not the one that the key was made for', () => {
  const key = createReceiptKey(new Uint8Array(32), 'e')
  expect([key.bookOf('room', 'e').isRecovered, key.bookOf('room', 'e.1').isRecovered]).toEqual([false, true])
})

test('ID17 drawn ids are beyond those of stock clients, and numbers that Yjs takes', () => {
  const { draw } = createReceiptKey(new Uint8Array(32), 'e').bookOf('room', 'e')
  const drawn = Array.from({ length: 1000 }, draw)
  expect(new Set(drawn).size).toBe(1000)
  for (const id of drawn) expect(Number.isSafeInteger(id) && id >= 2 ** 32).toBe(true)
})

test('a key is made once, for its owner alone to read, and is the same ever after', async () => {
  const file = join(folder, 'key.json')
  const made = (await openReceiptKey(file, 'first')).bookOf('room', 'first')
  const again = (await openReceiptKey(file, 'second')).bookOf('room', 'second')
  expect([made.isRecovered, again.isRecovered]).toEqual([false, true])
  expect(again.isGenuine(101, ada, made.issue(101, ada))).toBe(true)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a file that is no key is named, and left as it is', async () => {
  const file = join(folder, 'key.json')
  for (const text of ['x', '{}', '{"version":1,"key":"short","epoch":"e"}']) {
    await writeFile(file, text)
    const opening = openReceiptKey(file, 'e')
    await expect(opening).rejects.toThrow(`the receipt key ${file} is`)
    await expect(opening).rejects.toThrow('; put a copy of it back, or')
    expect(await readFile(file, 'utf8')).toBe(text)
  }
  await expect(openReceiptKey(folder, 'e')).rejects.toThrow(
    new RegExp(`^the receipt key ${folder} cannot be read \\(EISDIR.*\\); put a copy`),
  )
})

test('where no key can be made that is said, with what to do; what a try left unfinished is in nobody’s way', async () => {
  const file = join(folder, 'missing', 'key.json')
  await expect(openReceiptKey(file, 'e')).rejects.toThrow(/^the receipt key .*key\.json cannot be made .*--receipt-key/)
  await mkdir(join(folder, 'missing'))
  await writeFile(`${file}.new`, '{"vers')
  await openReceiptKey(file, 'e')
  expect(await readdir(join(folder, 'missing'))).toEqual(['key.json'])
})

test('a key is not written into a file that others may read, nor where a link leads', async () => {
  const file = join(folder, 'key.json')
  await writeFile(`${file}.new`, '', { mode: 0o644 })
  await openReceiptKey(file, 'e')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await rm(file)
  await symlink(join(folder, 'elsewhere'), `${file}.new`)
  await openReceiptKey(file, 'e')
  expect(await readdir(folder)).toEqual(['key.json'])
})
