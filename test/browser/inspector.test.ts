import { join } from 'node:path'
import { openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { systemClock } from '../../packages/relay/src/identity/clock'
import { testKey } from '../../packages/relay/src/identity/tokens.fixture'
import { accessibilityProblems } from './accessibility'
import { InspectorStage } from './inspector-stage'
import { InspectorTab } from './inspector-tab'
import { picture } from './picture'

const stage = new InspectorStage()

test('two tabs see each other’s records as they are written, in the same order', async () => {
  const support = await stage.open('support')
  const billing = await stage.open('billing')
  await support.add('Ada prefers e-mail to phone calls')
  await billing.shows('Ada prefers e-mail to phone calls')
  await billing.add('Ada moved to the annual plan')
  await support.shows('Ada moved to the annual plan')
  expect(await support.records()).toEqual(await billing.records())
  expect(await support.records()).toEqual([
    'Ada moved to the annual plan | episodic | team | billing',
    'Ada prefers e-mail to phone calls | episodic | team | support',
  ])
  await support.statusSays('Synced, everything durable')
  await support.go('Overview')
  await picture(support.page, 'inspector-overview')
})

test('on paper a view is as long as it is, in the light theme, without what only a screen can use', async () => {
  const support = await stage.open('support')
  await support.add('Ada prefers e-mail to phone calls')
  await support.go('Overview')
  const { page } = support
  await page.setViewportSize({ width: 718, height: 480 })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const printed = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.querySelector('.content')!
    return {
      cut: scrollHeight - clientHeight,
      ground: getComputedStyle(document.body).backgroundColor,
      pressed: [...document.querySelectorAll('button')].filter(each => each.checkVisibility()).length,
    }
  })
  expect(printed).toEqual({ cut: 0, ground: 'rgb(250, 250, 249)', pressed: 0 })
})

test('a tab that is cut off keeps its writes over a reload and reconciles when it comes back', async () => {
  const support = await stage.open('support')
  const field = await stage.open('fulfilment')
  await support.add('Order 42 placed')
  await field.shows('Order 42 placed')

  await field.forceOffline(true)
  await field.add('Order 42 shipped from dock 3')
  await support.add('Ada asks where order 42 is')
  await field.statusSays('1 pending')
  await support.statusSays('Synced, everything durable')
  expect((await field.records()).join()).not.toContain('Ada asks where')
  expect((await support.records()).join()).not.toContain('shipped from dock 3')

  await field.reload()
  await field.statusSays('Forced offline')
  await field.statusSays('1 pending')
  expect((await field.records()).map(row => row.split(' | ')[0]?.trim())).toEqual([
    expect.stringContaining('Order 42 shipped from dock 3'),
    'Order 42 placed',
  ])
  expect((await support.records()).join()).not.toContain('shipped from dock 3')
  await picture(field.page, 'inspector-offline-after-reload')

  await field.forceOffline(false)
  await field.shows('Ada asks where order 42 is')
  await support.shows('Order 42 shipped from dock 3')
  await field.statusSays('Synced, everything durable')
  await support.statusSays('Synced, everything durable')
  await field.statusSays('0 pending')
  expect(await field.records()).toEqual(await support.records())
  expect(await field.records()).toHaveLength(3)
})

test('a fact asserted apart shows the same sides in both tabs, and resolving it in one settles the other', async () => {
  const support = await stage.open('support')
  const field = await stage.open('fulfilment')
  await support.assert('order/42/status', 'packed')
  await field.shows('order/42/status = packed')

  await field.forceOffline(true)
  await field.assert('order/42/status', 'shipped')
  await support.assert('order/42/status', 'processing')
  await support.shows('order/42/status = processing')
  await field.forceOffline(false)

  for (const tab of [support, field]) {
    await tab.go('Conflicts')
    await tab.page.getByRole('heading', { name: 'order/42/status' }).waitFor()
  }
  const sides = await support.sides()
  expect(sides).toEqual(['shipped by fulfilment', 'processing by support'])
  expect(await field.sides()).toEqual(sides)
  await picture(support.page, 'inspector-conflict')

  await support.show()
  await support.page.keyboard.press('1')
  await support.page.getByLabel('Reason').fill('Scanned at the dock')
  await support.page.keyboard.press('Control+Enter')
  for (const tab of [support, field]) {
    await tab.page.getByRole('heading', { name: 'Open 0' }).waitFor()
    await tab.page.getByText('Settled since this page opened 1').waitFor()
    await tab.go('Records')
    await tab.shows('order/42/status = shipped')
  }
  expect(await field.records()).toEqual(['order/42/status = shipped | semantic | team | support'])

  await field.show()
  await field.page.getByRole('link', { name: 'order/42/status = shipped' }).click()
  await field.page.getByRole('tab', { name: /History/ }).click()
  const history = field.page.getByRole('tabpanel')
  await history.getByText('Scanned at the dock').waitFor()
  expect(await history.getByText('superseded').count()).toBe(3)
  await picture(field.page, 'inspector-history')
})

test('search finds as one types, marks what matched, and sees the tab’s own last write', async () => {
  const support = await stage.open('support')
  await support.add('The brass lamp left dock 3 with Northway')
  await support.add('Greet returning customers by first name')
  await support.page.keyboard.press('/')
  const box = support.page.getByRole('textbox', { name: 'Question' })
  await box.pressSequentially('where is the bra')
  const hits = support.page.getByRole('listbox').getByRole('option')
  await hits.first().waitFor()
  expect(await hits.count()).toBe(1)
  expect(await hits.first().textContent()).toContain('The brass lamp left dock 3')
  await box.pressSequentially('ss lamp')
  await support.page.locator('.hit mark', { hasText: 'lamp' }).waitFor()
  expect(await hits.first().locator('mark').allTextContents()).toEqual(['brass', 'lamp'])
  const packet = support.page.locator('.packet')
  await packet.getByText(/"text":"[^"]*brass lamp/).waitFor()
  expect(await packet.locator('.figure').textContent()).toMatch(/^\d+ of 800 tokens · \d citation/)
  await support.page.getByRole('combobox', { name: 'budget' }).selectOption('200')
  await packet.getByText('of 200 tokens').waitFor()
  await picture(support.page, 'inspector-search')
  await box.press('Enter')
  const record = support.page.getByRole('complementary', { name: 'Record' })
  await record.getByRole('heading', { name: 'The brass lamp left dock 3' }).waitFor()
})

test('the directory lists who registered, who of them is here, and who knows about a topic', async () => {
  const returns = await openMemory({
    agent: { id: 'returns' },
    tenant: stage.tenant,
    relay: stage.relay.url,
    storage: memoryStorage(),
  })
  try {
    const support = await stage.open('support', 'directory')
    await support.page.getByText('No agent has registered yet.').waitFor()
    await returns.team.register({ description: 'Pays money back', capabilities: ['refund'] })
    await returns.add('Refund the shipping of an order that comes late')
    await support.page.getByText('One agent is registered, and is here now.').waitFor()
    const row = support.page.getByRole('row', { name: /returns/ })
    await row.getByText('Pays money back').waitFor()
    expect(await row.getByRole('listitem').allTextContents()).toEqual(['refund'])
    await support.page.getByRole('textbox', { name: 'Topic' }).fill('refund shipping')
    await support.page.getByRole('list', { name: 'Who knows' }).getByText('1 record that this tab may read').waitFor()
    await support.page.getByRole('textbox', { name: 'Topic' }).fill('astronomy')
    await support.page.getByText('Nobody who lets it be known.').waitFor()
    await picture(support.page, 'inspector-directory')
  } finally {
    await returns.close()
  }
})

test('without an address the page asks for one, and the address it then has opens the same memory again', async () => {
  const tab = await stage.newTab()
  await tab.page.goto(stage.url)
  await tab.page.getByRole('heading', { name: 'No memory is open yet' }).waitFor()
  expect(await accessibilityProblems(tab.page)).toEqual([])
  await tab.page.getByLabel(/^Relay/).fill('http://localhost')
  await tab.page.getByText('A relay’s address begins with ws:// or wss://.').waitFor()
  await tab.page.getByLabel(/^Relay/).fill(stage.relay.url)
  await tab.page.getByLabel('Tenant').fill(stage.tenant)
  await tab.page.getByLabel('Agent').fill('visitor')
  await tab.page.getByRole('button', { name: 'Connect' }).click()
  await tab.statusSays('Synced, everything durable')
  expect(Object.fromEntries(new URL(tab.page.url()).searchParams)).toEqual({
    relay: stage.relay.url,
    agent: 'visitor',
    tenant: stage.tenant,
  })
  await tab.add('A visitor was here')
  await tab.reload()
  await tab.go('Records')
  await tab.shows('A visitor was here')
  const address = tab.page.url()
  await tab.page.goto(stage.url)
  await tab.page.getByRole('heading', { name: 'No memory is open yet' }).waitFor()
  await tab.page.evaluate(damageStores)
  await tab.page.goto(address)
  await tab.page.getByRole('heading', { name: 'The memory could not be opened' }).waitFor()
  await tab.page.getByText('What this browser keeps of it may be damaged.').waitFor()
  expect(await accessibilityProblems(tab.page)).toEqual([])
})

/** In the page: cuts off most of all that is kept in its databases. */
async function damageStores(): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name!))
    for (const store of database.objectStoreNames) {
      const entries = database.transaction(store, 'readwrite').objectStore(store)
      const [keys, values] = [await done(entries.getAllKeys()), await done(entries.getAll())]
      for (const [index, key] of keys.entries()) await done(entries.put(values[index].slice(0, 3), key))
    }
    database.close()
  }
}

test('a relay that asks for a token gets one from a person, one that administers may look as any agent, and what may only be read says so to who writes', async () => {
  const { jwk, sign } = await testKey(systemClock)
  const rules = [{ tenant: stage.tenant, space: 'team', rights: ['discover' as const, 'read' as const] }]
  const tokens = { keys: { keys: [jwk] }, policy: { version: 1 as const, rules } }
  const guarded = await startRelay({ data: memoryStorage(), tokens })
  const { page } = new InspectorTab(await stage.context.newPage())
  await page.goto(stage.addressFor({ relay: guarded.url, agent: 'root', tenant: stage.tenant }))
  await page.getByText('This relay wants a token.').waitFor()
  for (const [token, words] of [
    ['nonsense', 'not signed by a key of this relay'],
    [await sign({ tenant: stage.tenant, agent: 'root', admin: true }), 'root is connected to'],
  ] as const) {
    await page.getByLabel('A token for this agent').fill(token)
    await page.getByRole('button', { name: 'Connect with it' }).click()
    await page.getByText(words).first().waitFor()
  }
  expect(page.url()).not.toContain('token')
  await page.goto(`${page.url()}#policy?as=support`)
  await page.getByText('support only reads one space.').waitFor()
  await page.getByText('by the relay’s policy file').waitFor()
  await page.keyboard.press('n')
  const composer = page.getByRole('region', { name: 'Write' })
  expect(await composer.getByLabel('Space').inputValue()).toBe('notes')
  await composer.getByLabel('Space').selectOption('team (refuses writes)')
  await composer.getByLabel('Content').fill('The team was to read this')
  await composer.getByRole('button', { name: 'Add record' }).click()
  await composer.getByRole('alert').getByText('forbidden').waitFor()
  await page.keyboard.press('Escape')
  await page.goto(`${page.url().split('#')[0]}#sync`)
  const refused = page.getByRole('listitem').filter({ hasText: 'The team was to read this' })
  await refused.getByText('forbidden').waitFor()
  expect(await accessibilityProblems(page, '.refusals')).toEqual([])
  await refused.getByRole('button', { name: 'Forget it' }).click()
  await page.getByText('The relay refused none of this tab').waitFor()
  await page.locator('.foot').getByText('refused').waitFor({ state: 'detached' })
  await guarded.close()
})

test('a relay that stops is said to be away, and what is written meanwhile reaches it when it is back', async () => {
  const data = join(stage.folder, 'restarted')
  const first = await startRelay({ data, insecure: true })
  let second: Relay | undefined
  try {
    const tab = await stage.newTab()
    await tab.open(`${stage.addressFor({ relay: first.url, agent: 'support', tenant: stage.tenant })}#overview`)
    await tab.add('Written while it was there')
    await tab.statusSays('Synced, everything durable')
    await first.close()
    await tab.page.getByRole('heading', { name: 'does not answer' }).waitFor()
    await tab.add('Written while it was away')
    await tab.page.getByText('1 write kept here, sent first on reconnect').waitFor()
    expect(await accessibilityProblems(tab.page)).toEqual([])
    await picture(tab.page, 'inspector-relay-away')
    second = await startRelay({ data, port: first.port, insecure: true })
    await tab.page.getByRole('button', { name: /^Try again now/ }).click()
    await tab.statusSays('Synced, everything durable')
    await tab.statusSays('0 pending')
    await tab.page.getByText('every write is durable').waitFor()
  } finally {
    await first.close()
    await second?.close()
  }
})

test('axe finds nothing in a conflict of a memory in use, and every view is there in both themes', async () => {
  const support = await stage.open('support')
  const field = await stage.open('fulfilment')
  await field.forceOffline(true)
  await field.assert('order/42/status', 'shipped')
  await support.assert('order/42/status', 'processing')
  await field.forceOffline(false)
  await support.go('Conflicts')
  await support.page.getByRole('article').first().waitFor()
  expect(await accessibilityProblems(support.page)).toEqual([])
  for (const view of ['Conflicts', 'Overview', 'Records', 'Search', 'Sync'] as const) {
    await support.go(view)
    for (const colorScheme of ['dark', 'light'] as const) {
      await support.page.emulateMedia({ colorScheme })
      await picture(support.page, `inspector-${view.toLowerCase()}-${colorScheme}`)
    }
  }
})
