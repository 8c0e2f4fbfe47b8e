import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Page, Request } from 'playwright'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { PartsPage } from './pages/parts/main'
import { testPages } from './test-pages'

declare const partsPage: PartsPage

const { openPage: open, context } = testPages('parts')

/** A page whose idle moment comes when `beIdle` is called, which resolves when what was put off is done. As text: what translates this file may put helpers into a function. */
async function openPage(): Promise<Page> {
  await context().addInitScript({
    content: `const moments = []
      globalThis.requestIdleCallback = moment => moments.push(moment)
      globalThis.beIdle = () => Promise.all(moments.splice(0).map(moment => moment()))`,
  })
  return open()
}

const call = (page: Page, verb: PartsPage['verbs'][number], id: string) =>
  page.evaluate(([verb, id]) => partsPage.call(verb, id), [verb, id] as const)

test('a page that was idle once has every verb when it goes offline', async () => {
  const page = await openPage()
  const requests: Request[] = []
  page.on('request', request => requests.push(request))
  const id = await page.evaluate(() => partsPage.open())
  await page.evaluate('beIdle()')
  for (let count = -1; count !== requests.length; ) {
    count = requests.length
    await Promise.all(requests.map(async request => (await request.response())?.finished()))
  }
  expect(requests.length).toBeGreaterThan(10)
  await context().setOffline(true)
  const verbs = await page.evaluate(() => partsPage.verbs)
  for (const verb of verbs) expect([verb, await call(page, verb, id)]).toEqual([verb, undefined])
})

test('a part that cannot be fetched is `offline`, and there when the network is back', async () => {
  const page = await openPage()
  const id = await page.evaluate(() => partsPage.open())
  await context().setOffline(true)
  for (const verb of ['update', 'derived', 'document'] as const) {
    expect([verb, await call(page, verb, id)]).toEqual([verb, 'offline'])
    expect([verb, await call(page, verb, id)]).toEqual([verb, 'offline'])
  }
  await context().setOffline(false)
  for (const verb of ['update', 'derived', 'document'] as const) {
    expect([verb, await call(page, verb, id)]).toEqual([verb, undefined])
  }
})

/** A document of whatever space is first, in which something was built on a record that was retracted since. */
async function builtOnWhatIsGone(): Promise<number[]> {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage(), tabs: false })
  const { name: space } = memory.spaces.list()[0]!
  const source = await memory.add('Ada moved to Leeds', { space })
  await memory.add('Write to Ada in Leeds', { space, derivedFrom: [source.id] })
  await memory.retract(source.id, 'she did not')
  const update = Y.encodeStateAsUpdate(await memory.spaces.document(space))
  await memory.close()
  return [...update]
}

test('what arrives while what tells whether it stands cannot be fetched is said once, read by nobody, and judged when the network is back', async () => {
  const page = await openPage()
  const id = await page.evaluate(() => partsPage.open())
  expect(await call(page, 'adopt', id)).toBeUndefined()
  await context().setOffline(true)
  await page.evaluate(update => partsPage.take(update), await builtOnWhatIsGone())
  expect(await page.evaluate(() => partsPage.read())).toBe('offline')
  expect(await page.evaluate(() => partsPage.errors)).toEqual(['offline'])
  await context().setOffline(false)
  expect(await page.evaluate(() => partsPage.read())).toEqual(['Ada prefers e-mail to phone calls'])
  expect(await page.evaluate(() => partsPage.errors)).toEqual(['offline'])
})
