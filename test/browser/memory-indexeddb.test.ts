import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { MemoryPage } from './pages/memory/main'
import { testPages } from './test-pages'

declare const memoryPage: MemoryPage

const { openPage, reload, context, url } = testPages('memory')

const open = (page: Page, id: string) => page.evaluate(id => memoryPage.open({ agent: { id } }), id)
const add = (page: Page, text: string) => page.evaluate(text => memoryPage.add(text), text)
const contents = (page: Page) => page.evaluate(() => memoryPage.contents())

test('what a tab remembers is there after a reload without closing', async () => {
  const page = await openPage()
  await open(page, 'support')
  await add(page, 'Ada prefers e-mail')
  await reload(page)
  await open(page, 'support')
  expect(await contents(page)).toEqual(['Ada prefers e-mail'])
})

test('what is erased is in no entry of the database; that the browser’s own files are rewritten is not claimed', async () => {
  const page = await openPage()
  await open(page, 'support')
  const id = await add(page, 'Ada lives in CANARY street')
  await add(page, 'KEEPSAKE: the shop opens at nine')
  expect(await page.evaluate(() => memoryPage.dump())).toContain('CANARY')
  expect(await page.evaluate(id => memoryPage.erase(id), id)).toEqual([false])
  const left = await page.evaluate(() => memoryPage.dump())
  expect([left.includes('CANARY'), left.includes('KEEPSAKE')]).toEqual([false, true])
})

test('with a key nothing readable is in the database, and it is there after a reload', async () => {
  const page = await openPage()
  const openEncrypted = (byte: number) =>
    page.evaluate(byte => memoryPage.openEncrypted({ agent: { id: 'nurse' } }, byte), byte)
  await openEncrypted(1)
  await add(page, 'No penicillin for patient 9')
  const dump = await page.evaluate(() => memoryPage.dump())
  expect(dump.length).toBeGreaterThan(100)
  for (const word of ['penicillin', 'team', 'nurse']) expect(dump).not.toContain(word)
  await reload(page)
  await expect(openEncrypted(2)).rejects.toThrow('another key')
  await openEncrypted(1)
  expect(await contents(page)).toEqual(['No penicillin for patient 9'])
})

test('RT5 two tabs of one agent have a store each', async () => {
  const [one, other] = [await openPage(), await openPage()]
  for (const page of [one, other]) {
    await page.evaluate(() => memoryPage.open({ agent: { id: 'support' }, tabs: false }))
  }
  await add(one, 'written in the first tab')
  await add(other, 'written in the second tab')
  expect(await contents(one)).toEqual(['written in the first tab'])
  expect(await contents(other)).toEqual(['written in the second tab'])
})

test('an existing y-indexeddb database is adopted, once, and stays as it is', async () => {
  const page = await openPage()
  await open(page, 'before')
  for (const text of ['one', 'two', 'three']) await add(page, text)
  await page.evaluate(() => memoryPage.keepCopy('my-old-app'))
  await page.evaluate(() => memoryPage.close())

  await open(page, 'after')
  expect(await page.evaluate(() => memoryPage.adopt('team', 'my-old-app'))).toBe(3)
  expect(await page.evaluate(() => memoryPage.adopt('team', 'my-old-app'))).toBe(0)
  expect(await page.evaluate(() => memoryPage.adopt('team', 'never-heard-of'))).toBe('no such database')
  expect(await contents(page)).toEqual(['one', 'three', 'two'])
  await reload(page)
  await open(page, 'after')
  expect(await contents(page)).toEqual(['one', 'three', 'two'])
})

test('y-indexeddb keeps the document of a memory that has no storage of its own', async () => {
  const page = await openPage()
  const openWithProvider = () =>
    page.evaluate(() => memoryPage.openWithProvider({ agent: { id: 'support' } }, 'provider'))
  await openWithProvider()
  await add(page, 'kept by y-indexeddb')
  await page.evaluate(() => memoryPage.closeProvider())
  await reload(page)
  await openWithProvider()
  expect(await contents(page)).toEqual(['kept by y-indexeddb'])
  await add(page, 'and so is this')
  await page.evaluate(() => memoryPage.closeProvider())
  await reload(page)
  await openWithProvider()
  expect(await contents(page)).toEqual(['and so is this', 'kept by y-indexeddb'])
})

test('while the disk is full writes stay in memory, and say so; with room again they are on disk', async () => {
  const page = await openPage()
  const session = await context().newCDPSession(page)
  const { origin } = new URL(url())
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 << 20 })
  await open(page, 'support')
  await add(page, 'before')
  const filling = page.evaluate(() => memoryPage.fill(40))
  await expect.poll(() => page.evaluate(() => memoryPage.storage().waiting)).toBeGreaterThan(0)
  expect(await page.evaluate(() => memoryPage.storage())).toMatchObject({
    kind: 'disk',
    reason: { code: 'storage-full' },
  })
  expect(await page.evaluate(() => memoryPage.count())).toBe(41)
  await session.send('Storage.overrideQuotaForOrigin', { origin })
  await expect
    .poll(async () => {
      await page.evaluate(() => memoryPage.retry())
      return page.evaluate(() => memoryPage.storage().waiting)
    })
    .toBe(0)
  await filling
  await reload(page)
  await open(page, 'support')
  expect(await page.evaluate(() => memoryPage.count())).toBe(41)
})

test('a memory opens while the disk is full: what it holds is read, what is written waits for room', async () => {
  const page = await openPage()
  await open(page, 'support')
  await add(page, 'while there was room')
  await reload(page)
  // A quota in Chromium lets a commit as small as the first of an opening through.
  await page.evaluate(() => {
    const { commit } = IDBTransaction.prototype
    IDBTransaction.prototype.commit = function () {
      this.abort()
    }
    Object.defineProperty(IDBTransaction.prototype, 'error', {
      get: () => new DOMException('no room', 'QuotaExceededError'),
      configurable: true,
    })
    Object.assign(window, { makeRoom: () => Object.assign(IDBTransaction.prototype, { commit }) })
  })
  await open(page, 'support')
  expect(await contents(page)).toEqual(['while there was room'])
  expect(await page.evaluate(() => memoryPage.storage())).toMatchObject({ reason: { code: 'storage-full' } })
  const adding = add(page, 'without')
  await page.evaluate(() => {
    ;(window as unknown as { makeRoom(): void }).makeRoom()
    memoryPage.retry()
  })
  await adding
  await reload(page)
  await open(page, 'support')
  expect(await contents(page)).toEqual(['while there was room', 'without'])
})

test('the browser is asked to keep the memory, and its answer shows', async () => {
  const page = await openPage()
  await open(page, 'support')
  const answer = await page.evaluate(() => memoryPage.persist('drafts that no relay has'))
  expect(await page.evaluate(() => memoryPage.storage())).toMatchObject({
    persisted: answer,
    askedFor: 'drafts that no relay has',
  })
})

test('when the data of the site is cleared the status says so, writes fail aloud, and what is in memory can be kept', async () => {
  const page = await openPage()
  await open(page, 'support')
  await add(page, 'before')
  const session = await context().newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: new URL(url()).origin, storageTypes: 'indexeddb' })
  await expect.poll(() => page.evaluate(() => memoryPage.storage().lost)).toMatchObject({ code: 'storage-failed' })
  await expect(add(page, 'after')).rejects.toThrow(/the storage did not take .* deleted the IndexedDB database/)
  expect(await contents(page)).toContain('before')
  await page.evaluate(() => memoryPage.rescue({ agent: { id: 'support' } }))
  expect(await page.evaluate(() => memoryPage.storage().lost)).toBe(undefined)
  await reload(page)
  await open(page, 'support')
  // What failed aloud was in memory as well.
  expect(await contents(page)).toEqual(['after', 'before'])
})

test.each([
  // As a private window, or a page whose storage is blocked.
  () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError')
    }
  },
  // In some browsers already the look at it is refused.
  () => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
  },
])('where the browser gives no lasting storage the memory works, and says that nothing lasts, %#', async before => {
  const page = await openPage({ before })
  await open(page, 'support')
  await add(page, 'kept as long as the page')
  expect(await contents(page)).toEqual(['kept as long as the page'])
  expect(await page.evaluate(() => memoryPage.storage().kind)).toBe('memory')
  expect(await page.evaluate(() => memoryPage.persist('all of it'))).toBe(false)
})

test('in a sandboxed frame, which may use neither storage nor locks, the memory works too', async () => {
  // What sandbox="allow-scripts" makes of it: an origin that nobody shares.
  await context().route('**', async route => {
    const response = await route.fetch()
    const headers = { 'access-control-allow-origin': '*', 'content-security-policy': 'sandbox allow-scripts' }
    await route.fulfill({ response, headers: { ...response.headers(), ...headers } })
  })
  const page = await openPage()
  expect(await page.evaluate(() => origin)).toBe('null')
  // Nothing listens there: what is shared of a connection is made all the same.
  await page.evaluate(() => memoryPage.open({ agent: { id: 'support' }, relay: 'ws://127.0.0.1:9' }))
  await add(page, 'kept as long as the page')
  expect(await contents(page)).toEqual(['kept as long as the page'])
  expect(await page.evaluate(() => memoryPage.storage().kind)).toBe('memory')
  // Parts are fetched in idle moments still.
  await context().unrouteAll({ behavior: 'wait' })
})

test('the word table comes with the page, and finds what shares no word with the question while the network is gone', async () => {
  const page = await openPage()
  const asked: string[] = []
  context().on('request', request => asked.push(new URL(request.url()).origin))
  await open(page, 'words')
  await add(page, 'The physician called about the results')
  expect(await page.evaluate(() => memoryPage.found('what did the doctor say?'))).toEqual([])
  await page.evaluate(() => memoryPage.close())
  await page.evaluate(() => memoryPage.openWithWordTable({ agent: { id: 'words' } }))
  await context().setOffline(true)
  await add(page, 'The attorney sent a bill')
  expect(await page.evaluate(() => memoryPage.found('what did the doctor say?'))).toEqual([
    'The physician called about the results',
  ])
  expect(await page.evaluate(() => memoryPage.found('did a lawyer write?'))).toEqual(['The attorney sent a bill'])
  expect(new Set(asked)).toEqual(new Set([new URL(url()).origin]))
})
