import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { accessibilityProblems, contrastProblems, layoutProblems } from './accessibility'
import { picture } from './picture'
import { type OpenStoryOptions, StoryStage } from './story-stage'

const views = [
  ['overview', '#overview'],
  ['records', '#records'],
  ['record', '#records?id=team.0.r3vd5e.44'],
  ['conflicts', '#conflicts'],
  ['search', '#search?q=when+did+order+42+ship'],
  ['directory', '#directory'],
  ['leases', '#leases'],
  ['runs', '#runs'],
  ['run', '#runs?in=orders&key=order-42'],
  ['sync', '#sync'],
  ['policy', '#policy'],
  ['storage', '#storage'],
] as const

/** The heading of each view, and what is there when it is read. */
const marks = {
  overview: ['Overview', '.board'],
  records: ['Records', 'table.grid'],
  record: ['Records', '.provenance'],
  conflicts: ['Conflicts', '.side'],
  search: ['Search', '.packet pre'],
  directory: ['Directory', '.lines'],
  leases: ['Leases and tasks', '.lines'],
  runs: ['Runs', '.rows'],
  run: ['Runs', '.run-log'],
  sync: ['Sync', '.rows'],
  policy: ['Policy verdicts', '.rights'],
  storage: ['Storage', '.erasures li'],
} as const

const stage = new StoryStage()

/** Goes to a view and waits for all of it: what marks one may be left over from the view before. */
async function show(page: Page, view: keyof typeof marks, address: string): Promise<void> {
  const [heading, mark] = marks[view]
  await page.goto(`${stage.url}${address}`)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await page.locator(mark).first().waitFor()
}

const open = (address: string, options?: OpenStoryOptions) => stage.page(address, options)

test.each([
  ['wide-light', 1440, false, accessibilityProblems],
  ['wide-dark', 1440, true, contrastProblems],
  ['phone-light', 390, false, layoutProblems],
  // The dark colours are the same at every width: for people alone.
  ...(process.env.PICTURES ? [['phone-dark', 390, true, async () => []] as const] : []),
] as const)('axe finds nothing in any view, %s', async (name, width, dark, problemsOf) => {
  const page = await open('#overview', { width, dark })
  const problems: Record<string, string[]> = {}
  for (const [view, address] of views) {
    await show(page, view, address)
    await picture(page, `story-${view}-${name}`)
    problems[view] = await problemsOf(page)
  }
  expect(problems).toEqual(Object.fromEntries(views.map(([view]) => [view, []])))
})

test('the policy is looked at as another agent, and its records and what it would recall are one click away', async () => {
  const page = await open('#policy')
  await page.getByLabel('Look as').selectOption('billing')
  await page.getByText('billing writes in three spaces, was denied one space.').waitFor()
  expect(page.url()).toContain('#policy?as=billing')
  await page.getByRole('link', { name: '22 records' }).click()
  await page.getByText('22 of 24').first().waitFor()
  await page.goBack()
  await page.getByRole('link', { name: 'search them' }).click()
  await page.getByRole('textbox', { name: 'Question' }).fill('greet customers')
  await page.getByText('over 22 records').waitFor()
  expect(await page.getByRole('option', { name: 'Greet returning customers' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Remove filter space' }).click()
  await page.getByRole('option', { name: 'Greet returning customers' }).waitFor()
  await page.getByText('over 24 records').waitFor()
})

test('before a word is asked, the search offers some to begin with', async () => {
  const page = await open('#search')
  await page.getByRole('heading', { name: 'What would be recalled?' }).waitFor()
  await picture(page, 'story-search-start')
  expect(await accessibilityProblems(page, 'main')).toEqual([])
  await page.getByRole('button', { name: 'Invoice 2026-1187 issued' }).click()
  await page.getByRole('option', { name: 'Invoice 2026-1187 issued' }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.goto(`${stage.url}#search?author=nobody`)
  await page.getByText('No record passes the filters above.').waitFor()
})

test('a record and a dispute are looked at as another agent, who is shown what it is given and told nothing of the rest', async () => {
  const page = await open('#records?space=billing')
  await page.getByRole('link', { name: 'Invoice 2026-1187 issued' }).click()
  const pane = page.getByRole('complementary', { name: 'Record' })
  await pane.getByLabel('Look as').selectOption('returns')
  await pane.getByRole('heading', { name: 'returns is not given this record' }).waitFor()
  expect(page.url()).toContain('as=returns')
  await picture(page, 'story-not-given')
  expect(await pane.getByText('Invoice 2026-1187 issued').count()).toBe(0)
  expect(await pane.getByRole('button', { name: 'Retract' }).count()).toBe(0)
  await pane.getByLabel('Look as').selectOption('billing')
  await pane.getByText('billing reads this record.').waitFor()
  await page.goto(`${stage.url}#conflicts`)
  await page.getByLabel('Look as').selectOption('billing')
  await page.getByText('billing sees all 2 disputes.').waitFor()
  await picture(page, 'story-conflicts-as')
  await page.getByText('Looking as billing, writing as support').waitFor()
  await page.goto(`${stage.url}#conflicts?as=returns&in=billing&key=customer%2Fada%2Fplan`)
  await page.getByText('For returns there is no such fact.').waitFor()
  expect(await page.getByRole('link', { name: /order\/42\/status/ }).count()).toBe(1)
})

test('fifty agents, long words and texts from right to left break nothing, and what is not drawn can be shown', async () => {
  const page = await open('?crowd#records?id=team.0.crowd.hub', { width: 390 })
  const sources = page.locator('.layer.above li')
  expect(await sources.count()).toBe(4)
  await page.getByRole('button', { name: 'Show 16 more' }).first().click()
  expect(await sources.count()).toBe(20)
  for (const [name, address] of [
    ['record', '#records?id=team.0.crowd.hub'],
    ['search', '#search?q=sentence'],
    ['overview', '#overview'],
  ] as const) {
    await show(page, name, `?crowd${address}`)
    await picture(page, `story-crowd-${name}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect([name, wide]).toEqual([name, 0])
  }
  await show(page, 'records', '?crowd#records')
  await page.getByRole('button', { name: /^Add filter/ }).click()
  const filters = page.getByRole('region', { name: 'Filters' })
  await filters.getByRole('button', { name: 'an-agent-with' }).waitFor()
  expect(await filters.evaluate(element => element.scrollWidth - element.clientWidth)).toBe(0)
})

test.each([
  ['first run', '?empty', 'No records yet'],
  ['relay away', '?unreachable', 'does not answer'],
  ['store lost', '?lost', 'The store of this device is gone'],
  ['store lost, looked at', '?lost#storage', 'Open it anew'],
])('axe finds nothing in the state "%s"', async (_, query, words) => {
  const page = await open(query)
  await page.getByText(words).first().waitFor()
  expect(await accessibilityProblems(page, 'main')).toEqual([])
})

test.each([
  ['composer', 'n', 'Write'],
  ['shortcuts', '?', 'Shortcuts'],
])('axe finds nothing in the %s, which Escape closes', async (_, key, name) => {
  const page = await open('#records')
  await page.keyboard.press(key)
  const panel = page.getByRole('region', { name })
  await panel.waitFor()
  expect(await accessibilityProblems(page, '.float')).toEqual([])
  if (name === 'Shortcuts') {
    // A window of 1440 at 200 %, where keys are hidden that stand beside what they do.
    await page.setViewportSize({ width: 720, height: 450 })
    await panel.locator('kbd').first().waitFor()
  }
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
})

test.each([
  [320, ''],
  [320, '?crowd'],
  [890, ''],
  [1000, '?crowd'],
  [1440, '?crowd'],
])('at %i px no view has to be scrolled sideways, and nothing reaches out of its panel %s', async (width, query) => {
  const page = await open(`${query}#overview`, { width })
  const scrolling: Record<string, string[]> = {}
  for (const [view, address] of views) {
    await show(page, view, `${query}${address}`)
    scrolling[view] = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(element => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
        .filter(
          element =>
            element === document.documentElement ||
            element.matches('.panel') ||
            /auto|scroll/.test(getComputedStyle(element).overflowX),
        )
        .map(element => `${element.tagName} ${element.className}: ${element.scrollWidth} > ${element.clientWidth}`),
    )
  }
  expect(scrolling).toEqual(Object.fromEntries(views.map(([view]) => [view, []])))
})

test('every view is reached by keyboard, a list is walked with J and K, and Escape leads back', async () => {
  const page = await open('#overview')
  for (const [key, heading] of [
    ['r', 'Records'],
    ['c', 'Conflicts'],
    ['d', 'Directory'],
    ['l', 'Leases and tasks'],
    ['u', 'Runs'],
    ['y', 'Sync'],
    ['p', 'Policy verdicts'],
    ['t', 'Storage'],
    ['o', 'Overview'],
    ['s', 'Search'],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    if (heading === 'Search') await page.keyboard.press('Escape')
  }
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('heading', { level: 1, name: 'Records' }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  const record = page.getByRole('complementary', { name: 'Record' })
  await record.getByRole('heading', { name: 'Ada asks whether Monday is certain' }).waitFor()
  await page.keyboard.press('j')
  await record.getByRole('heading', { name: 'Northway collected 31 parcels' }).waitFor()
  await page.keyboard.press('Escape')
  await record.waitFor({ state: 'detached' })
})

test('what follows is said before a record is refuted, and Escape takes the question back', async () => {
  const page = await open('#records?id=team.0.r3vd5e.44')
  const refute = page.getByRole('button', { name: 'Refute…' })
  await refute.click()
  await page.getByText('Says in your name that it is wrong. Retracting it would close 1 record as well').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('button', { name: 'Refute this record' }).count()).toBe(0)
  await refute.click()
  await page.getByLabel('What is wrong').fill('Parcel 20 went to another address')
  expect(await accessibilityProblems(page, '[aria-label="Record"]')).toEqual([])
  await page.keyboard.press('Enter')
  await page.locator('.tag.danger', { hasText: 'refuted' }).waitFor()
})

test('a run is opened by keyboard, its heading has the focus, and Escape closes it', async () => {
  const page = await open('#runs')
  await page.getByRole('link', { name: 'order-42' }).focus()
  await page.keyboard.press('Enter')
  const run = page.getByRole('region', { name: 'order-42' })
  await run.getByText('took it over at version 2, term 2').waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('order-42')
  await page.keyboard.press('Escape')
  await run.waitFor({ state: 'detached' })
})

test.each([
  ['#leases', 'No task is on the board.', 'No call is shared.'],
  ['#runs', 'No run is logged.', 'can go on where one stopped'],
])('without anything %s says what would be there', async (address, headline, words) => {
  const page = await open(`?empty${address}`)
  await page.getByText(headline).waitFor()
  await page.getByText(words).waitFor()
  expect(await layoutProblems(page, 'main')).toEqual([])
})

test('an audit is asked for, and says what adds nothing and where', async () => {
  const page = await open('#storage')
  await page.getByRole('button', { name: 'Look through every record' }).click()
  await page.getByText('1 record of 24 could go without loss, 4 %.').waitFor()
  await picture(page, 'story-storage-noise')
  await page.getByRole('link', { name: 'Northway collected 31 parcels' }).click()
  await page.getByRole('complementary', { name: 'Record' }).waitFor()
})

test('the first stop of the Tab key leads past the rail, and the focus is always to be seen', async () => {
  const page = await open('#records')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  expect(page.url()).toContain('#records')
  const invisible: string[] = []
  for (let stop = 0; stop < 12; stop++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const outline = getComputedStyle(
        element.matches('.switch input') ? (element.nextElementSibling as HTMLElement) : element,
      )
      return outline.outlineStyle === 'solid' || element === document.body ? '' : element.outerHTML.slice(0, 120)
    })
    if (seen) invisible.push(seen)
  }
  expect(invisible).toEqual([])
})

test('single letters can be switched off, and stay off while somebody types', async () => {
  const page = await open('#records')
  await page.keyboard.press('?')
  await page.getByLabel('Single letters are shortcuts').uncheck({ force: true })
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  expect(await page.getByRole('region', { name: 'Write' }).count()).toBe(0)
})

test('new rows wait while the list is under the pointer, and come on request', async () => {
  const page = await open('#records')
  const rows = page.locator('tr[data-id]')
  const first = await rows.first().getAttribute('data-id')
  await rows.first().hover()
  await page.keyboard.press('n')
  await page.getByLabel('Content').fill('Just written')
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await rows.first().getAttribute('data-id')).toBe(first)
  // By keyboard: on its way to the button a mouse leaves the list, which lets them in as well.
  await page.getByRole('button', { name: '1 new' }).press('Enter')
  await rows.filter({ hasText: 'Just written' }).waitFor()
})

test('ten thousand records are a few rows at a time, and the row of the keyboard is one of them', async () => {
  const page = await open('?records=10000#records')
  const list = page.getByRole('region', { name: 'Record list' })
  for (let step = 0; step < 40; step++) await page.keyboard.press('j')
  const cursor = await page.locator('tr.cursor').boundingBox()
  const box = await list.boundingBox()
  expect(cursor!.y + cursor!.height).toBeLessThanOrEqual(box!.y + box!.height)
  const frames = await list.evaluate(async element => {
    const times: number[] = []
    let before = performance.now()
    for (let step = 0; step < 90; step++) {
      element.scrollTop += 320
      await new Promise(requestAnimationFrame)
      times.push(performance.now() - before)
      before = performance.now()
    }
    return times.sort((a, b) => a - b)
  })
  // How long a frame takes is the machine's affair as well, so it is told and not judged.
  console.log(
    `scrolling 10,000 records, ten rows a frame: median frame ${frames[45]?.toFixed(1)} ms, slowest ${frames.at(-1)?.toFixed(1)} ms`,
  )
  expect(await page.locator('tr[data-id]').count()).toBeLessThan(80)
  expect(await list.locator('table').getAttribute('aria-rowcount')).toBe('10025')
  await list.evaluate(element => element.scrollTo(0, element.scrollHeight))
  await page.locator('tr[aria-rowindex="10025"]').waitFor()
})

test('a list that is scrolled far at once stays where it was scrolled to, on a phone as well', async () => {
  for (const width of [390, 1440]) {
    const page = await open('?records=3000#records', { width })
    const list = page.getByRole('region', { name: 'Record list' })
    const [wanted, ...places] = await list.evaluate(async element => {
      element.scrollTo(0, 3000)
      const places = [element.scrollTop]
      for (let frame = 0; frame < 10; frame++) {
        await new Promise(requestAnimationFrame)
        places.push(element.scrollTop)
      }
      return places
    })
    expect([width, ...new Set(places)]).toEqual([width, wanted])
  }
})

test('keys go on from the record that is open, however it was opened, and its row is in sight', async () => {
  const page = await open('?records=3000#records')
  const rows = page.locator('tr[data-id]')
  const openRow = page.locator('tr[aria-selected=true]')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await rows.nth(9).getByRole('link').click()
  await page.keyboard.press('j')
  await expect.poll(() => openRow.getAttribute('aria-rowindex')).toBe('12')
  // As a link of the graph, of the search or of another view leads there.
  const far = 'orders.0.fulfil.-3000'
  await page.goto(`${stage.url}?records=3000#records?id=${far}`)
  await expect.poll(() => openRow.getAttribute('data-id')).toBe(far)
  await page.keyboard.press('k')
  await expect.poll(() => openRow.getAttribute('data-id')).toBe('orders.0.fulfil.-3001')
  await page.goto('about:blank')
  await page.goto(`${stage.url}?records=3000#records?id=${far}`)
  await expect.poll(() => openRow.getAttribute('data-id')).toBe(far)
  const [row, list] = await Promise.all([
    openRow.boundingBox(),
    page.getByRole('region', { name: 'Record list' }).boundingBox(),
  ])
  expect(row!.y).toBeGreaterThanOrEqual(list!.y)
  expect(row!.y + row!.height).toBeLessThanOrEqual(list!.y + list!.height)
})
