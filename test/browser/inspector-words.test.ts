import { expect, test } from 'vitest'
import type { StoryMemory } from '../../packages/inspector/src/story-memory.fixture'
import { layoutProblems } from './accessibility'
import { StoryStage } from './story-stage'

const stage = new StoryStage()

test('off the relay the inspector does not say who is here, since nobody could tell it', async () => {
  const page = await stage.page('?unreachable#directory')
  await page.getByText('Five agents are registered; without the relay nobody can tell who is here.').waitFor()
  const here = page.getByRole('table', { name: 'Registered agents' }).locator('td:nth-child(2)')
  expect((await here.allTextContents()).sort()).toEqual(['here', ...Array(4).fill('not known')])
  await page.goto(`${stage.url}?unreachable#overview`)
  await page.getByText('Who is here is not known without the relay.').waitFor()
  expect(await page.locator('.board thead small').allTextContents()).not.toContain('here')
})

test('of thousands of versions and disputes a hundred stand there, the newest, and the others can be shown', async () => {
  const page = await stage.page('#overview')
  await page.evaluate(async () => {
    interface Stage {
      memory: Pick<StoryMemory, 'facts' | 'history'> & { emit(name: 'conflict', fact: unknown): void }
    }
    const { memory } = globalThis as unknown as Stage
    const history = memory.history.bind(memory)
    memory.history = async id => {
      const [newest] = await history(id)
      return Array.from({ length: 3000 }, (_, at) => ({ ...newest!, id: `${id}.${at}`, content: `Version ${at}` }))
    }
    const [fact] = await memory.facts.conflicts()
    for (let at = 0; at < 1200; at++) memory.emit('conflict', { ...fact, key: `parcel/${at}/place` })
  })
  await page.goto(`${stage.url}#records?id=team.0.r3vd5e.44`)
  await page.getByRole('tab', { name: /History/ }).click()
  const versions = page.locator('.versions li')
  await expect.poll(() => versions.count()).toBe(100)
  expect(await versions.first().textContent()).toContain('Version 2999')
  await page.getByRole('button', { name: 'Show 400 of 2,900 more' }).click()
  await expect.poll(() => versions.count()).toBe(500)
  await page.goto(`${stage.url}#conflicts`)
  await expect.poll(() => page.locator('.conf-list h2').first().textContent()).toBe('Open 1,202')
  expect(await page.locator('.conf-list > a').count()).toBe(100)
  await page.getByRole('button', { name: 'Show 400 of 1,102 more' }).click()
  expect(await page.locator('.conf-list > a').count()).toBe(500)
})

test('a text from right to left begins at the right and is cut at its end, and a value does not turn its key around', async () => {
  const page = await stage.page('?crowd#records?id=team.0.crowd.hub')
  const directionOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate(element => getComputedStyle(element).direction)
  expect(await directionOf('tr[data-id="team.0.crowd.hub"] a')).toBe('rtl')
  expect(await directionOf('.detail .say')).toBe('rtl')
  expect(await directionOf('.provenance .me b')).toBe('rtl')
  // The words that say how a record stands do not count.
  expect(await directionOf('tr[data-id] a:has(.k)')).toBe('ltr')
})

test.each(['?unreachable#overview', '?unreachable#leases', '#policy'])(
  'on a phone the connection is said in words that fit: %s',
  async address => {
    const page = await stage.page(address, { width: 320 })
    const said = page.locator('.top .live')
    if (address.includes('unreachable')) await said.getByText('Unreachable').waitFor()
    const isCut = await said.evaluate(element => element.scrollWidth > element.clientWidth || element.clientHeight > 24)
    expect(isCut).toBe(false)
  },
)

test('on a tablet no button of the rail is empty, and no row tells of keys that it does not show', async () => {
  const page = await stage.page('#records?id=team.0.r3vd5e.44', { width: 390 })
  await page.setViewportSize({ width: 1000, height: 800 })
  await page.getByRole('navigation', { name: 'Views' }).waitFor()
  const empty = await page
    .locator('.rail button')
    .evaluateAll(all =>
      all
        .filter(({ children }) => [...children].every(child => child.getBoundingClientRect().width === 0))
        .map(button => button.outerHTML),
    )
  expect(empty).toEqual([])
  expect(await page.getByText('next, previous').isVisible()).toBe(false)
})

test('how many records pass is said when filters change, not with every record that comes', async () => {
  const page = await stage.page('#records')
  const said = page.locator('.filters [role="status"]')
  await page.getByText('24 records').first().waitFor()
  await page.evaluate(async () => {
    const { memory } = globalThis as unknown as { memory: StoryMemory }
    await memory.add('One that came', { space: 'team' })
  })
  await page.getByText('25 records').first().waitFor()
  expect(await said.textContent()).toBe('24 records')
  await page.goto(`${stage.url}#records?space=playbook`)
  await page.locator('.filters .num').getByText('2 of 25').waitFor()
  expect(await said.textContent()).toBe('2 of 25')
})

test('what is cut of a fact, or of the other sides of a dispute, is said where it is pointed at', async () => {
  const page = await stage.page('#records')
  const cell = page.getByRole('row', { name: 'customer/ada/plan' }).getByRole('cell').first()
  expect(await cell.getAttribute('title')).toBe('customer/ada/plan = annual')
  await page.goto(`${stage.url}#conflicts`)
  expect(await page.getByRole('article').first().locator('.few').getAttribute('title')).toBe('processing')
})

test('on a phone a run says who holds it and when it was last heard of', async () => {
  const page = await stage.page('#runs', { width: 390 })
  const row = page.getByRole('row', { name: /chat-ada/ })
  await row.getByText('no state saved').waitFor()
  const before = await row
    .locator('td')
    .first()
    .evaluate(cell => getComputedStyle(cell, '::before').content)
  expect(before).toBe('"Held by"')
  expect(await row.getByText(/^\d\d:\d\d:\d\d$/).isVisible()).toBe(true)
})

test('on a phone the policy names every right, not only the highest', async () => {
  const page = await stage.page('#policy', { width: 320 })
  const mayIn = (space: string) => page.getByRole('row', { name: space }).locator('td.narrow')
  expect(await mayIn('team').textContent()).toBe('read, write')
  expect(await mayIn('playbook').textContent()).toBe('read')
  expect(await mayIn('billing').textContent()).toBe('nothing')
})

test.each(['#storage', '#sync', '#policy'])('on a phone no ordinary name of a space is broken: %s', async address => {
  const page = await stage.page(address, { width: 320 })
  const name = page.getByRole('rowheader', { name: 'playbook' })
  const words = await name.evaluate(cell => {
    const range = document.createRange()
    range.selectNodeContents(cell)
    return range.getClientRects().length
  })
  expect(words).toBe(1)
})

test('of a private space without a record nothing is only here', async () => {
  const page = await stage.page('#storage')
  const onlyHere = page
    .getByRole('table', { name: 'What each space keeps' })
    .getByRole('row', { name: 'notes' })
    .locator('td')
  expect(await onlyHere.nth(2).textContent()).toBe('0')
})

test('what a machine wrote stands in its own letters', async () => {
  const page = await stage.page('#leases')
  const fontOf = (text: string) =>
    page
      .getByText(text)
      .first()
      .evaluate(element => getComputedStyle(element).fontFamily)
  expect(await fontOf('["tracking","NW-7741-20"]')).toContain('Mono')
  expect(await fontOf('{"order":42,"dock":3}')).toContain('Mono')
})

test('what a host page says of bare elements stays outside the inspector', async () => {
  const page = await stage.page('#overview')
  await page.addStyleTag({
    content: `* { box-sizing: content-box } button, h2, th { text-transform: uppercase; letter-spacing: 4px } li, p { margin: 2em }
      td, th { border: 3px solid red; padding: 20px } a { color: green; text-decoration: underline } button { font-size: 30px }`,
  })
  const styleOf = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  expect(await styleOf('.top .write', 'text-transform')).toBe('none')
  expect(await styleOf('.top .write', 'font-size')).toBe('13px')
  expect(await styleOf('.panel h2', 'letter-spacing')).toBe('normal')
  expect(await styleOf('.board tbody td', 'border-left-width')).toBe('0px')
  expect(await styleOf('.rail a', 'text-decoration-line')).toBe('none')
  expect(await styleOf('.stream li', 'margin-top')).toBe('0px')
  expect(await styleOf('.panel', 'box-sizing')).toBe('border-box')
})

test('a host page keeps its own headings, lists, buttons and margins', async () => {
  const page = await stage.page('#overview')
  const styles = await page.evaluate(() => {
    document.body.className = ''
    const host = document.body.appendChild(document.createElement('section'))
    host.innerHTML = '<h2>Orders</h2><ul><li>one</li></ul><a href="#">more</a><main>main</main><div hidden></div>'
    const styleOf = (selector: string) => getComputedStyle(host.querySelector(selector)!)
    return {
      heading: styleOf('h2').marginTop,
      list: styleOf('ul').listStyleType,
      link: styleOf('a').textDecorationLine,
      main: styleOf('main').overflow,
      body: getComputedStyle(document.body).margin,
    }
  })
  expect(styles.heading).not.toBe('0px')
  expect(styles).toMatchObject({ list: 'disc', link: 'underline', main: 'visible', body: '8px' })
})

test('in colours of the system the current view and the record that is open are still to be told from the others', async () => {
  const page = await stage.page('#records?id=team.0.r3vd5e.44')
  await page.emulateMedia({ forcedColors: 'active' })
  const frameOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate(element => getComputedStyle(element).outlineStyle)
  expect(await frameOf('.rail a[aria-current]')).toBe('solid')
  expect(await frameOf('.rail a:not([aria-current])')).toBe('none')
  expect(await frameOf('tr[aria-selected="true"]')).toBe('solid')
})

test('an agent’s name is heard before where it is, and what it wrote once', async () => {
  const page = await stage.page('#overview')
  await page.getByRole('columnheader', { name: 'fulfilment, here', exact: true }).waitFor()
  const row = page.getByRole('row', { name: /^orders/ })
  expect(await row.getByRole('cell', { name: '6 records', exact: true }).count()).toBe(1)
})

test('on a phone a tap on a hit leads to why it was recalled, and back', async () => {
  const page = await stage.page('#search?q=order+42', { width: 390 })
  const hit = page.locator('.hit').nth(3)
  await hit.tap()
  const why = page.getByRole('heading', { name: /Why was this recalled/ })
  await why.getByText('rank 4').waitFor()
  const inSight = (element: Element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  }
  expect(await why.evaluate(inSight)).toBe(true)
  await page.getByRole('button', { name: 'Results' }).tap()
  expect(await hit.evaluate(inSight)).toBe(true)
  expect(await hit.getAttribute('aria-selected')).toBe('true')
  expect(await layoutProblems(page, 'main')).toEqual([])
})
