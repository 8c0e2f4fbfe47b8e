import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { StoryStage } from './story-stage'

let stage: StoryStage

beforeAll(async () => {
  stage = await StoryStage.open()
})

afterEach(() => stage.clear())

afterAll(() => stage?.close())

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
