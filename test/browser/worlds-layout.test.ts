import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { pageUrl } from './page-url'
import { sharedChromium } from './shared-chromium'

let url: string
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[url, browser] = await Promise.all([pageUrl('worlds'), sharedChromium()])
})

afterEach(() => page.context().close())

/** A world at a step, played to it. */
async function open(address: string, options: BrowserContextOptions = {}): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options })
  page.setDefaultTimeout(15_000)
  await page.goto(`${url}${address}`)
}

const isAt = (step: number) => page.getByText(`${step} / 12`).waitFor({ timeout: 60_000 })

test('a fact of which one agent has more to say stands on one line across all of them, and its words stay whole', async () => {
  await open('care-team.html')
  await isAt(1)
  await page.keyboard.press('o')
  for (let step = 2; step <= 6; step++) await page.keyboard.press('ArrowRight')
  await isAt(6)
  const ward = page.getByRole('article', { name: 'ward' })
  await ward.getByText('not sent yet', { exact: true }).first().waitFor()
  const lines = await page.locator('.lines').evaluateAll(all =>
    all.map(list => ({
      tops: [...list.children].map(line => Math.round(line.getBoundingClientRect().top)),
      labels: [...list.querySelectorAll('.label')].map(label => label.getBoundingClientRect().height),
    })),
  )
  expect(lines).toHaveLength(4)
  for (const { tops, labels } of lines) {
    expect(tops).toEqual(lines[0]!.tops)
    expect(Math.max(...labels)).toBeLessThan(20)
  }
  await page.keyboard.press('c')
  await ward.locator('.dispute').first().waitFor()
  const cut = await page
    .locator('.dispute .label')
    .evaluateAll(labels => labels.filter(label => label.getBoundingClientRect().height > 20).length)
  expect(cut).toBe(0)
})

test('on a phone who acts in a step is in sight', async () => {
  await open('coding-team.html#1', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  await isAt(1)
  const isInSight = (agent: string) =>
    page.getByRole('article', { name: agent }).evaluate(column => {
      const { left, right } = column.getBoundingClientRect()
      return left >= 0 && right <= innerWidth
    })
  await page.evaluate(() => {
    location.hash = '#8'
  })
  await isAt(8)
  const heading = await page.getByRole('heading', { level: 1 }).boundingBox()
  const acting = ['planner', 'coder', 'reviewer'].map(isInSight)
  expect(await Promise.all(acting)).toEqual([false, true, false])
  // Sideways only: what is read stays where it is.
  expect((await page.getByRole('heading', { level: 1 }).boundingBox())?.y).toBe(heading?.y)
})

test('while its memories open, story and controls stand where they will, so that nothing jumps', async () => {
  await open('customer-service.html')
  const boxesOf = () =>
    ['.columns', '.story', '.dock', '.story h1'].map(part => {
      const { x, y, width, height } = document.querySelector(part)?.getBoundingClientRect() ?? new DOMRect()
      return { part, x, y, width, height }
    })
  await page.addInitScript(`
    new MutationObserver(() => {
      if (document.querySelector('[role=status]')?.textContent !== 'Opening 4 memories') return
      globalThis.opening = (${boxesOf})()
    }).observe(document, { childList: true, subtree: true })
  `)
  await page.reload()
  await isAt(1)
  expect(await page.evaluate('opening')).toEqual(await page.evaluate(boxesOf))
})
