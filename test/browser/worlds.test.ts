import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Page as ServedPage, servePage } from '../../apps/conversation/src/page'
import { endAll } from '../../apps/conversation/src/process/started-process'
import { withoutServer } from '../../apps/demos/src/page/site-config'
import { worldRules } from '../../apps/demos/src/worlds/world-rules'
import { accessibilityProblems, contrastProblems } from './accessibility'
import { builtPage } from './page-url'
import { picture } from './picture'
import { sharedChromium } from './shared-chromium'

let folder: string
let relay: Relay
let site: ServedPage
let browser: Browser
let context: BrowserContext
const complaints: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worlds-'))
  const policy = { version: 1 as const, rules: worldRules }
  relay = await startRelay({ data: memoryStorage(), insecure: true, policy })
  const built = { site: await builtPage('worlds') }
  ;[site, browser] = await Promise.all([
    servePage({ folder, relay: relay.url, port: 0, tenants: ['slow-puncture'], built }),
    sharedChromium(),
  ])
})

afterEach(async () => {
  await context.close()
  expect(complaints.splice(0)).toEqual([])
})

afterAll(async () => {
  await site?.close()
  await endAll()
  await relay?.close()
  await rm(folder, { recursive: true })
})

/** Opens a page of the site; without a server it finds nothing but files, and no WebSocket gets out. */
async function open(address: string, options: { server: boolean; width?: number; dark?: boolean }): Promise<Page> {
  const { server, width = 1440, dark = false } = options
  context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  if (!server) {
    const json = { relay: null, agents: false, memories: [] }
    await context.route('**/site.json', route => route.fulfill({ json }))
    await context.routeWebSocket(/.*/, socket => {
      complaints.push(`a WebSocket to ${socket.url()}`)
      void socket.close()
    })
  }
  const page = await context.newPage()
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${site.url}${address}`)
  return page
}

const isAt = (page: Page, step: number) =>
  page
    .locator('.at b')
    .filter({ hasText: new RegExp(`^${step}$`) })
    // Several steps of four memories and a relay may still be to be played.
    .waitFor({ timeout: 60_000 })

/** Plays a world from its first to its last step with the arrow key. */
async function playByKeys(page: Page): Promise<void> {
  await isAt(page, 1)
  for (let step = 2; step <= 12; step++) await page.keyboard.press('ArrowRight')
  await isAt(page, 12)
}

/** The count beside the story: label, with, without. */
const tally = (page: Page) =>
  page.locator('.tally tbody tr').evaluateAll(rows => rows.map(row => [...row.children].map(cell => cell.textContent)))

/** The agents whose head does not fit its column, so that a control is cut off. */
const cutHeads = (page: Page) =>
  page
    .locator('.column > header')
    .evaluateAll(heads => heads.flatMap(head => (head.scrollWidth > head.clientWidth ? [head.textContent] : [])))

/** Where the names of the strip's lanes begin, however far it is scrolled. */
const namesLeft = (page: Page) =>
  page.locator('.strip').evaluate(strip => {
    strip.scrollLeft = strip.scrollWidth
    return strip.querySelector('.name')!.getBoundingClientRect().left
  })

test('customer service, without any server: played to its end by keys, looked back, clean for axe', async () => {
  const page = await open('customer-service.html', { server: false })
  await playByKeys(page)
  expect(await tally(page)).toEqual([
    ['Tool calls', '3', '6'],
    ['Tokens read to answer', expect.stringMatching(/^[12]?\d\d$/), expect.stringMatching(/^2,\d{3}$/)],
    ['Agents holding the card', '1', '4'],
    ['Claims overwritten unseen', '0', '1'],
  ])
  expect(await page.getByRole('button', { name: 'Play again' }).count()).toBe(1)
  await page.locator('.strip').getByText('Conflict', { exact: false }).click()
  await isAt(page, 10)
  expect(await page.getByText('order/42/status · in dispute').count()).toBe(4)
  expect(new URL(page.url()).hash).toBe('#10')
  expect(await accessibilityProblems(page)).toEqual([])
  await picture(page, 'world-customer-service')
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(await cutHeads(page)).toEqual([])
  await page.setViewportSize({ width: 1024, height: 768 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024)
})

test.each([true, false])(
  'coding team: an agent in a tab of its own plays the same script (server: %s)',
  async server => {
    const page = await open('coding-team.html#3', { server })
    await isAt(page, 3)
    const reviewer = page.getByRole('article', { name: 'reviewer' })
    expect(await reviewer.getByText('Node process').count()).toBe(server ? 1 : 0)
    expect(await reviewer.getByRole('button').count()).toBe(server ? 0 : 1)
    const opening = page.waitForEvent('popup')
    await page.getByRole('link', { name: 'Open coder in its own tab' }).click()
    const tab = await opening
    const coder = page.getByRole('article', { name: 'coder' })
    await coder.getByText('own tab').waitFor()
    await isAt(page, 3)
    for (let step = 4; step <= 12; step++) await page.keyboard.press('ArrowRight')
    await isAt(page, 12)
    expect(await tally(page)).toEqual([
      ['Files built for a retired module', '0', '3'],
      ['Agents given the invented format', '0', '2'],
      ['Tool calls', '2', '5'],
      ['Tokens read to answer', expect.stringMatching(/^[12]?\d\d$/), expect.stringMatching(/^2,\d{3}$/)],
      ['Claims overwritten unseen', '0', '1'],
    ])
    const records = await coder.locator('footer').textContent()
    await tab.getByText('all durable').waitFor()
    expect(await tab.locator('footer').textContent()).toContain(records?.split(' ')[0])
    expect(await tab.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([
      expect.stringMatching(/^world .*\/coder$/),
    ])
    expect(await accessibilityProblems(tab)).toEqual([])
    await page.setViewportSize({ width: 1024, height: 768 })
    // Three agents are as wide as their page.
    const last = await page.getByRole('article').last().boundingBox()
    expect(last!.x + last!.width).toBeCloseTo(1024 - 16, 0)
    await page.setViewportSize({ width: 1440, height: 900 })
    if (server) await Promise.all([picture(page, 'world-coding-team'), picture(tab, 'world-coder-in-a-tab')])
    await tab.close()
    // Without its tab the agent is in the page again, for a new run up to the step that was looked at.
    await coder.getByRole('link', { name: 'Open coder in its own tab' }).waitFor()
    await isAt(page, 12)
  },
)

test('care team, in the dark and on a phone: a refuted finding closes what was built on it', async () => {
  const page = await open('care-team.html#10', { server: false, dark: true })
  await isAt(page, 10)
  for (const agent of ['ward', 'renal', 'cardiology', 'pharmacy']) {
    const closed = page.getByRole('article', { name: agent }).locator('li').filter({ hasText: 'closed' })
    expect(await closed.count()).toBe(5)
  }
  expect(await contrastProblems(page)).toEqual([])
  await picture(page, 'world-care-team-dark')
  // Where the story is longest, all figures are in sight on a small laptop.
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(await page.locator('.story').evaluate(story => story.scrollHeight - story.clientHeight)).toBe(0)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await isAt(page, 12)
  expect((await tally(page)).slice(0, 5)).toEqual([
    ['Records built on a refuted finding', '0', '5'],
    ['Agents holding the confidence', '1', '4'],
    ['Claims overwritten unseen', '0', '1'],
    ['Creatinine as of 08:30', '88', '–'],
    ['Creatinine now', '91', '–'],
  ])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await accessibilityProblems(page)).toEqual([])
  expect(await namesLeft(page)).toBeGreaterThanOrEqual(0)
  await picture(page, 'world-care-team-phone')
})

test('what a person does: offline, conflict, inspector, reset, play, all by keys', async () => {
  const page = await open('customer-service.html#4', { server: true })
  await isAt(page, 4)
  const fulfilment = page.getByRole('article', { name: 'fulfilment' })
  await page.keyboard.press('o')
  await fulfilment.getByText('offline', { exact: true }).waitFor()
  const story = page.getByRole('complementary', { name: 'Story' })
  await story.getByText('You took fulfilment offline').waitFor()
  await page.keyboard.press('c')
  await story.getByText('You had two agents write order/42/status apart').waitFor()
  await expect.poll(() => page.getByText('order/42/status · in dispute').count()).toBe(4)
  expect(await fulfilment.getByText('offline', { exact: true }).count()).toBe(0)

  await page.keyboard.press('i')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByText('order/42/status').first().waitFor()
  await page.getByRole('button', { name: 'Back to customer service' }).click()
  await isAt(page, 4)
  await page.keyboard.press('ArrowRight')
  await isAt(page, 5)
  expect(await story.getByText('You had').count()).toBe(0)
  await page.keyboard.press('ArrowLeft')
  await isAt(page, 4)

  await page.keyboard.press(' ')
  await isAt(page, 5)
  await page.keyboard.press(' ')
  await page.keyboard.press('r')
  await isAt(page, 1)
  await page.evaluate(() => {
    location.hash = '#3'
  })
  await isAt(page, 3)
  await page.getByRole('button', { name: 'Reset' }).press('Enter')
  await isAt(page, 1)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe('Reset')
})

test('the focus goes into the inspector, and is on what opened it again after it', async () => {
  const page = await open('customer-service.html#4', { server: false })
  await isAt(page, 4)
  const leaves = [
    () => page.getByRole('button', { name: 'Back to customer service' }).press('Enter'),
    () => page.goBack(),
  ]
  for (const name of ['Inspect the memory of fulfilment', 'Open inspector I']) {
    const opener = page.getByRole('button', { name })
    const hasFocus = () => opener.evaluate(element => element === document.activeElement)
    for (const leave of leaves) {
      await opener.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
      expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Way back')
      await leave()
      await isAt(page, 4)
      await expect.poll(hasFocus, { message: name }).toBe(true)
    }
  }
})

test('those who are with the relay are here, however far the story’s time has jumped', async () => {
  const page = await open('customer-service.html#8', { server: false })
  await isAt(page, 8)
  await page.keyboard.press('i')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  const heads = page.locator('.board thead th.a')
  // Sooner than the next beat, with which they would be here again anyway.
  await expect
    .poll(async () => Object.fromEntries(await heads.evaluateAll(all => all.map(head => [head.textContent, true]))), {
      timeout: 6_000,
    })
    .toEqual({ 'this taborchestrator': true, heresupport: true, herebilling: true, awayfulfilment: true })
})

test('who keeps an agent offline is told at every step that the script does not know it, until it is back', async () => {
  const page = await open('customer-service.html#2', { server: false })
  await isAt(page, 2)
  const told = page.getByRole('complementary', { name: 'Story' }).getByText('You still have fulfilment offline')
  await page.getByRole('button', { name: 'Take fulfilment offline' }).click()
  await page.getByText('You took fulfilment offline').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await isAt(page, 4)
  await told.waitFor()
  await page.getByRole('article', { name: 'fulfilment' }).getByText('Kept offline by you').waitFor()
  expect(await page.getByRole('article', { name: 'fulfilment' }).getByText('annual', { exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Bring fulfilment back' }).click()
  await page.getByText('You brought fulfilment back').waitFor()
  await page.keyboard.press('ArrowRight')
  await isAt(page, 5)
  expect(await told.count()).toBe(0)
  await page.getByRole('button', { name: 'Take fulfilment offline' }).click()
  // In the seventh step the script takes it offline itself.
  for (let step = 6; step <= 7; step++) await page.keyboard.press('ArrowRight')
  await isAt(page, 7)
  expect(await told.count()).toBe(0)
})

test('at 320 px all six controls are there, and those at an end say that there is nothing for them to do', async () => {
  const page = await open('care-team.html#11', { server: false, width: 320 })
  await page.getByText('Step 11 of 12').waitFor({ timeout: 60_000 })
  const controls = page.locator('.transport button')
  const offThePage = () =>
    controls.evaluateAll(all =>
      all
        .map(one => one.getBoundingClientRect())
        .filter(({ width, left, right }) => width < 24 || left < 0 || right > 320),
    )
  expect(await controls.count()).toBe(6)
  expect(await offThePage()).toEqual([])
  const step = page.getByRole('button', { name: 'Step', exact: true })
  await step.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => step.getAttribute('aria-disabled')).toBe('true')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe('Step')
  expect(await accessibilityProblems(page)).toEqual([])
})

test('while its memories open, a world shows its agents where they will stand', async () => {
  const page = await open('customer-service.html', { server: false })
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('[role=status]')?.textContent !== 'Opening 4 memories') return
      const names = [...document.querySelectorAll('.column h2')].map(each => each.textContent)
      Object.assign(globalThis, { opening: names })
    }).observe(document, { childList: true, subtree: true })
  })
  await page.reload()
  await page.getByText('1 / 12').waitFor()
  expect(await page.evaluate('opening')).toEqual(['orchestrator', 'support', 'billing', 'fulfilment'])
})

test('on paper a world is as long as it is, and as wide as the sheet', async () => {
  const page = await open('customer-service.html', { server: false })
  await page.getByText('1 / 12').waitFor()
  await page.setViewportSize({ width: 718, height: 480 })
  await page.emulateMedia({ media: 'print' })
  const cut = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, .column, .holds, .story')]
      .filter(
        each =>
          each.scrollWidth > each.clientWidth + 1 ||
          (each.clientHeight > 0 && each.tagName !== 'HTML' && each.scrollHeight > each.clientHeight + 1),
      )
      .map(each => each.className || each.tagName),
  )
  expect(cut).toEqual([])
})

test('the start page leads to every world, to the inspector, and says what it runs on', async () => {
  const page = await open('', { server: true })
  await page.getByText(relay.url).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  const links = page.getByRole('main').getByRole('link')
  const names = await links.evaluateAll(all => all.map(link => new URL((link as HTMLAnchorElement).href).pathname))
  expect(names).toEqual([
    '/customer-service.html',
    '/coding-team.html',
    '/care-team.html',
    '/inspector/',
    '/inspector/',
  ])
  await links.nth(3).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor({ state: 'attached' })
  const missing = await page.goto(`${site.url}no/such-page`)
  expect(missing?.status()).toBe(404)
  expect(complaints.splice(0)).toEqual([expect.stringContaining('404')])
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
  await page.getByRole('link', { name: 'See what there is' }).click()
  await page.getByRole('heading', { level: 1, name: 'Agents that remember together' }).waitFor()
})

test('the files alone, below some folder of any host, lead from the start page through a world into its inspector', async () => {
  const root = '/team/memory/'
  const asked: string[] = []
  context = await browser.newContext({ reducedMotion: 'reduce' })
  context.setDefaultTimeout(15_000)
  await context.route('**/*', async route => {
    const { pathname } = new URL(route.request().url())
    const file = pathname.startsWith(root) ? pathname.slice(root.length).replace(/(^|\/)$/, '$1index.html') : undefined
    if (file === 'site.json') return route.fulfill({ json: withoutServer })
    if (file !== undefined) asked.push(file)
    if (file !== undefined) return route.fulfill({ path: join(folder, 'page', file) })
    complaints.push(`asked for ${pathname}`)
    return route.abort()
  })
  const page = await context.newPage()
  page.on('pageerror', error => complaints.push(error.message))
  // Nobody listens there.
  await page.goto(`http://localhost:4999${root}`)
  await page
    .getByRole('main')
    .getByRole('link', { name: /customer service/i })
    .first()
    .click()
  await isAt(page, 1)
  await page.keyboard.press('ArrowRight')
  await isAt(page, 2)
  // A file for every few lines that some parts share made them 168.
  expect(asked.length).toBeLessThan(70)
  await page.keyboard.press('i')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.goto(`http://localhost:4999${root}inspector/`)
  await page.getByRole('heading', { name: 'No memory is open yet' }).waitFor()
})
