import { expect, test } from 'vitest'
import { accessibilityProblems } from './accessibility'
import { StoryStage } from './story-stage'

const stage = new StoryStage()

test('the inspector fills the box that it is given, and what floats above its views stays in there', async () => {
  const page = await stage.page('?embedded#records')
  const inspector = page.locator('.commonplace-inspector')
  const box = (await inspector.boundingBox())!
  expect(box.height).toBe(600)
  await page.keyboard.press('n')
  const composer = (await page.getByRole('region', { name: 'Write' }).boundingBox())!
  expect(composer.y).toBeGreaterThan(box.y)
  expect(composer.y + composer.height).toBeLessThanOrEqual(box.y + box.height)
  // A box without a height of its own is as high as the window and no more, so that the list still has rows out of sight.
  await inspector.evaluate(element => {
    element.parentElement!.style.height = 'auto'
  })
  expect((await inspector.boundingBox())?.height).toBe(900)
  expect(await page.locator('tr[data-id]').count()).toBeGreaterThan(5)
})

test('in a box without a height of its own it is as high as the window also where there is little to show', async () => {
  const page = await stage.page('?embedded&empty#overview')
  const inspector = page.locator('.commonplace-inspector')
  const shell = page.locator('.shell')
  expect((await inspector.boundingBox())?.height).toBe(600)
  expect(await shell.boundingBox()).toEqual(await inspector.boundingBox())
  await inspector.evaluate(element => {
    element.parentElement!.style.height = 'auto'
  })
  for (const view of ['overview', 'runs', 'storage']) {
    await page.goto(`${page.url().split('#')[0]}#${view}`)
    await page.getByRole('heading', { level: 1, name: view }).waitFor()
    expect([view, (await inspector.boundingBox())?.height]).toEqual([view, 900])
    expect(await shell.boundingBox()).toEqual(await inspector.boundingBox())
  }
})

test.each([1440, 390])('as a page of its own, %i px wide, all of the window is its', async width => {
  const page = await stage.page('?empty#overview', { width })
  const height = await page.evaluate(() => innerHeight)
  expect(await page.locator('.shell').boundingBox()).toEqual({ x: 0, y: 0, width, height })
})

const views = [
  'overview',
  'records',
  'conflicts',
  'search?q=order',
  'directory',
  'leases',
  'runs',
  'sync',
  'policy',
  'storage',
]

test.each([
  [320, 'a bar of tabs'],
  [700, 'a bar of tabs'],
  [1000, 'a rail'],
])('in a box of %i px, in a window of 1440, it has %s, and no view reaches out of its box', async (width, way) => {
  const page = await stage.page(`?embedded=${width}#overview`)
  const inspector = page.locator('.commonplace-inspector')
  const tabs = page.getByRole('link', { name: 'Conflicts', exact: true }).or(page.getByRole('button', { name: 'More' }))
  expect(await page.getByRole('button', { name: 'More' }).isVisible()).toBe(way === 'a bar of tabs')
  expect(await tabs.first().isVisible()).toBe(true)
  const wide: Record<string, string[]> = {}
  for (const view of [...views, 'records?id=team.0.44']) {
    await page.goto(`${page.url().split('#')[0]}#${view}`)
    await page.locator('main .view').first().waitFor()
    wide[view] = await inspector.evaluate(box =>
      [box, ...box.querySelectorAll('*')]
        .filter(element => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
        .filter(element => element === box || /auto|scroll/.test(getComputedStyle(element).overflowX))
        .map(element => `${element.tagName} ${element.className}: ${element.scrollWidth} > ${element.clientWidth}`),
    )
  }
  expect(wide).toEqual(Object.fromEntries(Object.keys(wide).map(view => [view, []])))
})

test('its layout follows its box when that grows', async () => {
  const page = await stage.page('?embedded=700#records')
  const more = page.getByRole('button', { name: 'More' })
  await more.waitFor()
  const inspector = page.locator('.commonplace-inspector')
  const heightOfRow = () =>
    page
      .locator('tr[data-id]')
      .first()
      .evaluate(row => row.getBoundingClientRect().height)
  expect(await heightOfRow()).toBe(56)
  await inspector.evaluate(element => {
    element.parentElement!.style.width = '1200px'
  })
  await more.waitFor({ state: 'hidden' })
  await expect.poll(heightOfRow).toBe(32)
})

test('axe finds nothing in it, where it is a part of a page', async () => {
  const page = await stage.page('?embedded=700#overview')
  const found: Record<string, string[]> = {}
  for (const view of views) {
    await page.goto(`${page.url().split('#')[0]}#${view}`)
    await page.locator('main .view').first().waitFor()
    found[view] = await accessibilityProblems(page, '.commonplace-inspector')
  }
  expect(found).toEqual(Object.fromEntries(views.map(view => [view, []])))
})

test('two in one page go their own ways, and leave its address, its title and its keys alone', async () => {
  const page = await stage.page('?embedded=1000&parts=2')
  const steps = () => page.evaluate(() => history.length)
  const before = await steps()
  const [first, second] = [
    page.locator('.commonplace-inspector').first(),
    page.locator('.commonplace-inspector').last(),
  ]
  const titles = () => page.locator('.commonplace-inspector h1').allTextContents()
  await page.getByRole('button', { name: 'Save' }).focus()
  await page.keyboard.press('n')
  expect(await page.getByRole('region', { name: 'Write' }).count()).toBe(0)
  await first.getByRole('link', { name: 'Records' }).first().click()
  await expect.poll(titles).toEqual(['Records', 'Overview'])
  await first.getByRole('region', { name: 'Record list' }).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await first.getByRole('tab', { name: 'Provenance' }).waitFor()
  await page.keyboard.press('Escape')
  await first.getByRole('tab', { name: 'Provenance' }).waitFor({ state: 'detached' })
  await second.locator('.headline').click()
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect.poll(titles).toEqual(['Records', 'Conflicts'])
  // What was shown last is gone, and with it the focus; the keys are still those of this one.
  await page.keyboard.press('n')
  await second.getByRole('region', { name: 'Write' }).waitFor()
  expect(await page.getByRole('region', { name: 'Write' }).count()).toBe(1)
  const { hash, title } = await page.evaluate(() => ({ hash: location.hash, title: document.title }))
  expect({ hash, title, steps: await steps() }).toEqual({ hash: '', title: 'Commonplace inspector', steps: before })
})

test('in a shadow root it has its keys, and those of a field are the field’s', async () => {
  const page = await stage.page('?embedded=1000&parts=1&shadow')
  const title = page.locator('.commonplace-inspector h1')
  await page.locator('.headline').click()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect.poll(() => title.textContent()).toBe('Records')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'Provenance' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.keyboard.type('good news')
  expect(await page.getByLabel('Content').inputValue()).toBe('good news')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save' }).focus()
  await page.keyboard.press('n')
  expect(await page.getByRole('region', { name: 'Write' }).count()).toBe(0)
})

test('axe finds nothing in a page that has two beside each other in its main part', async () => {
  const page = await stage.page('?embedded=1000&parts=2')
  expect(await accessibilityProblems(page, 'body > main')).toEqual([])
})

test('class names and tokens of the inspector say nothing in the page around it, and tokens of that page nothing in it', async () => {
  const page = await stage.page('?embedded#overview')
  await page.addStyleTag({ content: ':root { --bg: red; --text: lime; --sans: cursive; --row: 99px; --accent: red }' })
  const styles = await page.evaluate(() => {
    const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector)!)
    return {
      row: styleOf('body > .row').display,
      button: styleOf('body > .btn').display,
      key: styleOf('body > kbd').display,
      token: getComputedStyle(document.documentElement).getPropertyValue('--bg'),
      // None of ours is set outside.
      surface: getComputedStyle(document.documentElement).getPropertyValue('--surface'),
      ground: styleOf('.commonplace-inspector').backgroundColor,
      font: styleOf('.commonplace-inspector').fontFamily,
    }
  })
  expect(styles).toMatchObject({ row: 'block', button: 'inline-block', key: 'inline', token: 'red', surface: '' })
  expect(styles.ground).toBe('rgb(250, 250, 249)')
  expect(styles.font).toContain('Inter')
})

test('what the page around it says of classes that both have changes nothing in it', async () => {
  const page = await stage.page('?embedded#records')
  await page.locator('main tbody tr').nth(3).waitFor()
  const looks = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.commonplace-inspector :not(svg, svg *, time)')].map(element =>
        [null, '::before', '::after'].map(pseudo => {
          const style = getComputedStyle(element, pseudo)
          const { display, position, margin, padding, border, font, color, backgroundColor, content, float } = style
          const all = { display, position, margin, padding, border, font, color, backgroundColor, content, float }
          return `${element.tagName}.${element.className}${pseudo ?? ''} ${JSON.stringify(all)}`
        }),
      ),
    )
  const before = await looks()
  await page.evaluate(() => {
    const inside = [...document.querySelectorAll('.commonplace-inspector *')]
    const names = new Set(inside.flatMap(({ classList }) => [...classList]))
    const says =
      '{ display: flex; position: relative; margin: 9px; padding: 3px 40px; border: 5px dotted; color: lime; float: right;'
    const rules = [...names].flatMap(name => [
      `.${name}, .${name} > *, .${name}:not(:disabled):not(.off) ${says} background: red; font: 900 31px serif }`,
      `.${name}::before, .${name}::after ${says} content: "host" }`,
    ])
    const sheet = document.createElement('style')
    sheet.textContent = rules.join('\n')
    document.head.append(sheet)
  })
  expect(await looks()).toEqual(before)
})

test('unmounted it leaves the page as it was: no listeners, no markup, the title of before', async () => {
  const page = await stage.page('?embedded#records')
  const session = await page.context().newCDPSession(page)
  const listeners = async () => {
    const { result } = await session.send('Runtime.evaluate', { expression: 'window' })
    const answer = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId! })
    return answer.listeners.map(({ type }) => type).filter(type => /key|hash|storage|pointer|resize/.test(type))
  }
  expect(await listeners()).toContain('keydown')
  expect(await page.title()).toBe('Records · Commonplace inspector')
  await page.evaluate(() => (globalThis as unknown as { unmount(): void }).unmount())
  await expect.poll(listeners).toEqual([])
  expect(await page.title()).toBe('Commonplace inspector')
  expect(await page.evaluate(() => document.querySelectorAll('body > div:not(.row) *').length)).toBe(0)
  await page.keyboard.press('n')
  expect(await page.getByRole('region', { name: 'Write' }).count()).toBe(0)
})
