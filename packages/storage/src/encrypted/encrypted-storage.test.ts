import { describe, expect, test } from 'vitest'
import { crashConformance, storageConformance } from '../conformance'
import { rangeOf, storageKey } from '../key'
import { MemoryDisk } from '../memory/memory-disk'
import { type MemoryStorage, memoryStorage } from '../memory/memory-storage'
import type { Storage } from '../storage'
import { encryptedStorage } from './encrypted-storage'

const secret = (byte: number) => new Uint8Array(32).fill(byte)
const key = secret(1)
const text = (words: string) => new TextEncoder().encode(words)

async function makePlace() {
  const disk = new MemoryDisk()
  const inner = new Map<unknown, MemoryStorage>()
  return {
    async open() {
      const memory = memoryStorage({ from: disk })
      const storage = await encryptedStorage(memory, { key })
      inner.set(storage, memory)
      return storage
    },
    crash: async (storage: unknown) => void inner.get(storage)!.crash(),
  }
}

storageConformance('encrypted', makePlace, { describe, test })
crashConformance('encrypted', makePlace, { describe, test })

const open = (disk: MemoryDisk, options = { key }) => encryptedStorage(memoryStorage({ from: disk }), options)

async function filled(options = { key }): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  const storage = await open(disk, options)
  await storage.commit([1, 2, 3].map(n => ({ put: storageKey('diagnosis', n), value: text(`a secret, number ${n}`) })))
  await storage.close()
  return disk
}

/** The entries of the disk, read as nobody who lacks the key is kept from reading them. */
async function raw<T>(disk: MemoryDisk, use: (storage: Storage, entries: [Uint8Array, Uint8Array][]) => Promise<T>) {
  const storage = memoryStorage({ from: disk })
  const entries: [Uint8Array, Uint8Array][] = []
  for await (const entry of storage.range(Uint8Array.of(0), new Uint8Array(1024).fill(0xff))) {
    entries.push([entry.key, entry.value])
  }
  const result = await use(storage, entries)
  await storage.close()
  return result
}

const wordsOf = async (storage: Storage) => {
  const words: string[] = []
  for await (const { value } of storage.range(...rangeOf('diagnosis'))) words.push(new TextDecoder().decode(value))
  return words
}
const all = [1, 2, 3].map(n => `a secret, number ${n}`)

test('neither a key nor a value is on the disk in clear', async () => {
  await raw(await filled(), async (_, entries) => {
    expect(entries).toHaveLength(4)
    const bytes = Buffer.concat(entries.flat())
    for (const word of ['diagnosis', 'secret', 'number']) expect(bytes.includes(word), word).toBe(false)
  })
})

test('equal entries look different each time', async () => {
  const disk = await filled()
  const first = await raw(disk, async (_, entries) => entries.map(([, value]) => Buffer.from(value).toString('hex')))
  const storage = await open(disk)
  await storage.commit([1, 2, 3].map(n => ({ put: storageKey('diagnosis', n), value: text(`a secret, number ${n}`) })))
  await storage.close()
  await raw(disk, async (_, entries) => {
    for (const [name, value] of entries.slice(1))
      expect(first, `${name}`).not.toContain(Buffer.from(value).toString('hex'))
  })
})

test('another key is refused as such, changes nothing, and lets the disk go', async () => {
  const disk = await filled()
  await expect(open(disk, { key: secret(2) })).rejects.toMatchObject({ code: 'wrong-key' })
  const storage = await open(disk)
  expect(await wordsOf(storage)).toEqual(all)
  await storage.close()
})

test.each([secret(1).subarray(1), new Uint8Array(33), new Uint8Array(), 'a password' as never])(
  '%o is no key',
  async bad => {
    await expect(open(new MemoryDisk(), { key: bad })).rejects.toMatchObject({ code: 'wrong-key' })
  },
)

test('a store that is not encrypted is refused and left as it is', async () => {
  const disk = new MemoryDisk()
  const plain = memoryStorage({ from: disk })
  await plain.commit([{ put: storageKey('diagnosis', 1), value: text('in clear') }])
  await plain.close()
  await expect(open(disk)).rejects.toMatchObject({ code: 'damaged' })
  await raw(disk, async (_, entries) => expect(entries).toHaveLength(1))
})

type Entry = [name: Uint8Array, value: Uint8Array]
/** The mark, then three entries. */
type Four = readonly [Entry, Entry, Entry, Entry]
const changes: [string, (storage: Storage, entries: Four) => Promise<void>, string?][] = [
  ['a bit of a value', (storage, [, [name, value]]) => flip(storage, name, value, value.length - 1)],
  ['a bit of a nonce', (storage, [, [name, value]]) => flip(storage, name, value, 12)],
  ['a bit of a key’s name', (storage, [, [name, value]]) => flip(storage, name, value, 3), 'wrong-key'],
  ['the version', (storage, [, [name, value]]) => put(storage, name, Uint8Array.of(2, ...value.subarray(1))), 'newer'],
  ['an entry in another’s place', (storage, [, [name], [, value]]) => put(storage, name, value)],
  ['an old entry put back beside the new one', (storage, [, [, value]]) => put(storage, new Uint8Array(16), value)],
  ['an entry cut off in its head', (storage, [, [name, value]]) => put(storage, name, value.subarray(0, 5))],
  ['an entry cut short', (storage, [, [name, value]]) => put(storage, name, value.subarray(0, 20))],
]
const put = (storage: Storage, name: Uint8Array, value: Uint8Array) => storage.commit([{ put: name, value }])
const flip = (storage: Storage, name: Uint8Array, value: Uint8Array, at: number) =>
  put(storage, name, value.with(at, value[at]! ^ 1) as Uint8Array)

test.each(changes)('%s: opening says so', async (_, change, code = 'damaged') => {
  const disk = await filled()
  await raw(disk, (storage, entries) => change(storage, entries as never))
  await expect(open(disk)).rejects.toMatchObject({ code })
})

test('an entry that was deleted and is put back under its own name, beside its successor: opening says so', async () => {
  const disk = await filled()
  const old = await raw(disk, async (_, [, entry]) => entry!)
  const storage = await open(disk)
  await storage.commit([{ deleteRange: [...rangeOf('diagnosis')] }])
  await storage.commit(all.map((words, i) => ({ put: storageKey('diagnosis', i + 1), value: text(words) })))
  await storage.close()
  await raw(disk, inner => put(inner, ...old))
  await expect(open(disk)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('two entries') })
})

test('what is changed while it is open is refused when it is read', async () => {
  const disk = await filled()
  const inner = memoryStorage({ from: disk })
  const storage = await encryptedStorage(inner, { key })
  for await (const { key: name, value } of inner.range(Uint8Array.of(0, 0), new Uint8Array(17).fill(0xff))) {
    await flip(inner, name, value, 30)
  }
  await expect(storage.get(storageKey('diagnosis', 1))).rejects.toMatchObject({ code: 'damaged' })
  await expect(wordsOf(storage)).rejects.toMatchObject({ code: 'damaged' })
  await storage.close()
})

test('a key is changed by opening with the new one; from then on the former one opens nothing', async () => {
  const disk = await filled()
  const [next, former] = [secret(2), key]
  const rotated = await encryptedStorage(memoryStorage({ from: disk }), { key: next, formerKeys: [former] })
  expect(await wordsOf(rotated)).toEqual(all)
  await rotated.close()
  await expect(open(disk)).rejects.toMatchObject({ code: 'wrong-key' })
  const again = await open(disk, { key: next })
  expect(await wordsOf(again)).toEqual(all)
  await again.close()
})

test('a change of keys that was cut short goes on at the next opening', async () => {
  const disk = await filled()
  const [next, former] = [secret(2), key]
  const held = memoryStorage({ from: disk, hold: true })
  const rotating = encryptedStorage(held, { key: next, formerKeys: [former] })
  await expect.poll(() => held.pending).toBe(1)
  held.flush()
  await expect.poll(() => held.pending).toBe(1)
  held.crash()
  rotating.catch(() => {})
  const storage = await encryptedStorage(memoryStorage({ from: disk }), { key: next, formerKeys: [former] })
  expect(await wordsOf(storage)).toEqual(all)
  await storage.close()
})

test('a key that cannot be exported serves', async () => {
  const base = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveKey', 'deriveBits'])
  const storage = await encryptedStorage(memoryStorage({ from: await filled() }), { key: base })
  expect(await wordsOf(storage)).toEqual(all)
  await storage.close()
})

test('after a commit that failed what is stored is read as before, and the next ones are taken', async () => {
  const { StorageError } = await import('../storage')
  const inner = memoryStorage({ from: await filled() })
  const storage = await encryptedStorage(inner, { key })
  inner.fail(new StorageError('full', 'no room'))
  const failed = [
    storage.commit([{ deleteRange: rangeOf('diagnosis') }]),
    storage.commit([{ put: storageKey('diagnosis', 4), value: text('new') }]),
  ]
  for (const commit of failed) await expect(commit).rejects.toMatchObject({ code: 'full' })
  inner.fail(undefined)
  expect(await wordsOf(storage)).toEqual(all)
  await storage.commit([{ delete: storageKey('diagnosis', 1) }])
  expect(await wordsOf(storage)).toEqual(all.slice(1))
  await storage.close()
})

test('format 1 is read for ever', async () => {
  const disk = new MemoryDisk()
  const inner = memoryStorage({ from: disk })
  const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'))
  await inner.commit(golden.map(([name, value]) => ({ put: hex(name), value: hex(value) })))
  await inner.close()
  const storage = await open(disk)
  expect(new TextDecoder().decode(await storage.get(storageKey('golden', 1)))).toBe('read for ever')
  await storage.close()
})

/** Name and value of the mark, and of one entry, as version 1 wrote them. */
const golden: readonly [string, string][] = [
  ['00', '016a03f26069b666be'],
  [
    'c5f8b86fc46ecd09e9f426fe89a4601d',
    '016a03f26069b666be03caaca0a3eb9c3bcba365b4f6d992c325efb0039e038fc208262ae98f844ab236360b71edd271f284c330a66e26eabd2b62e85957',
  ],
]

/** A disk whose storage tells what it was asked to do, in order; a commit fails while `fails` says so. */
function told(disk = new MemoryDisk()) {
  const calls: string[] = []
  const inner = memoryStorage({ from: disk })
  const state = { fails: false }
  const storage: Storage = {
    get: key => inner.get(key),
    range: (...bounds) => inner.range(...bounds),
    async commit(operations) {
      calls.push('commit')
      if (state.fails) throw new Error('no')
      await inner.commit(operations)
    },
    async scrub() {
      calls.push('scrub')
    },
    close: () => inner.close(),
  }
  return { storage, calls, state }
}

test('what was committed before a rewrite is handed on before it', async () => {
  const { storage, calls } = told()
  const encrypted = await encryptedStorage(storage, { key })
  calls.length = 0
  await Promise.all([encrypted.commit([{ put: storageKey('a'), value: text('a') }]), encrypted.scrub!()])
  expect(calls).toEqual(['commit', 'scrub'])
})

test('a commit that was called before an earlier one failed fails with it, and never reaches the disk', async () => {
  const { storage, calls, state } = told()
  const encrypted = await encryptedStorage(storage, { key })
  calls.length = 0
  state.fails = true
  const first = encrypted.commit([{ put: storageKey('a'), value: text('a') }])
  // Sealing it takes until the first one has failed.
  const second = encrypted.commit([{ put: storageKey('b'), value: new Uint8Array(1 << 24) }])
  await expect(first).rejects.toThrow('no')
  state.fails = false
  await expect(second).rejects.toThrow('no')
  expect(calls).toEqual(['commit'])
})

test('what is expendable is told to be so, and fails alone', async () => {
  const { storage, state } = told()
  const encrypted = await encryptedStorage(
    {
      ...storage,
      async commit(operations, options) {
        state.fails = options?.isExpendable ?? false
        await storage.commit(operations)
      },
    },
    { key },
  )
  const first = encrypted.commit([{ put: storageKey('a'), value: text('a') }], { isExpendable: true })
  // Sealing it takes until the first one has failed.
  const second = encrypted.commit([{ put: storageKey('b'), value: new Uint8Array(1 << 24) }])
  await expect(first).rejects.toThrow('no')
  await second
  expect(await encrypted.get(storageKey('a'))).toBeUndefined()
})

test('what the former key sealed is wiped from the disk once the key has changed', async () => {
  const { storage, calls } = told(await filled({ key: secret(2) }))
  await encryptedStorage(storage, { key, formerKeys: [secret(2)] })
  expect(calls).toEqual(['commit', 'commit', 'scrub'])
})
