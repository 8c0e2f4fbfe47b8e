import { expect, test } from 'vitest'
import type { StoryMemory } from '../../packages/inspector/src/story-memory.fixture'
import { accessibilityProblems } from './accessibility'
import { StoryStage } from './story-stage'

const stage = new StoryStage()

test('with many spaces what needs a look is still in sight, and one button shows them all', async () => {
  const page = await stage.page('?spaces=40#overview')
  const board = page.getByRole('table', { name: 'Which agent wrote in which space' })
  const spaces = board.locator('tbody tr')
  const dispute = page.getByRole('link', { name: 'Compare the sides of order/42/status' })
  expect((await dispute.boundingBox())?.y).toBeLessThan(850)
  expect(await spaces.count()).toBe(6)
  // Denied to this agent, so it stands there although it is the emptiest.
  await board.getByRole('rowheader', { name: 'billing' }).waitFor()
  await page.getByRole('button', { name: 'Show all 45 spaces' }).click()
  expect(await spaces.count()).toBe(45)
  expect(await accessibilityProblems(page, 'main')).toEqual([])
  await page.getByRole('button', { name: 'Show 6 of 45 spaces' }).click()
  expect(await spaces.count()).toBe(6)
})

test('on a phone what needs a look comes before the map', async () => {
  const page = await stage.page('#overview', { width: 390 })
  const headings = page.locator('main h2, main caption')
  expect((await headings.allTextContents()).slice(0, 2)).toEqual([
    'Needs a look',
    'Which agent wrote in which space, with the sync state of each space',
  ])
})

test('agents for whom the map has no room are a link to the list of all', async () => {
  const page = await stage.page('?crowd#overview')
  await page.getByRole('link', { name: '48 more agents' }).click()
  await page.getByRole('heading', { level: 1, name: 'Directory' }).waitFor()
  const authors = page.getByRole('table', { name: 'Agents without a card' })
  expect(await authors.locator('tbody tr').count()).toBe(52)
  expect(await accessibilityProblems(page, 'main')).toEqual([])
  await authors.getByRole('row', { name: 'agent-49' }).getByRole('link', { name: '1 record' }).click()
  await page.getByText('1 of 75').first().waitFor()
})

test('an agent that wrote nothing has a sign of its own', async () => {
  const page = await stage.page('#directory')
  const signs = page.locator('main table .sig')
  await expect.poll(() => signs.count()).toBe(7)
  const isTaken = async () => new Set(await signs.evaluateAll(all => all.map(sign => sign.className))).size < 7
  await expect.poll(isTaken).toBe(false)
})

test('each of many sources that is shown has room to be read, and lines come from those next to the record', async () => {
  const page = await stage.page('?crowd#records?id=team.0.crowd.hub')
  const sources = page.locator('.layer.above')
  await sources.getByRole('button', { name: 'Show 16 more' }).click()
  const widths = await sources.locator('li').evaluateAll(all => all.map(one => one.getBoundingClientRect().width))
  expect(widths).toHaveLength(20)
  expect(Math.min(...widths)).toBeGreaterThan(100)
  expect(await sources.locator('path').count()).toBe(4)
})

test('no line between records of the graph is hidden behind the words that stand beside it', async () => {
  const page = await stage.page('?crowd#records?id=team.0.crowd.hub')
  const hidden = await page.locator('.layer.below').evaluate(layer => {
    const words = [...layer.querySelectorAll(':scope > :is(h3, .more)')].map(each => each.getBoundingClientRect())
    return [...layer.querySelectorAll('path')].filter(path => {
      const toScreen = path.getScreenCTM()!
      const length = path.getTotalLength()
      return Array.from({ length: 100 }, (_, at) =>
        path.getPointAtLength((at / 99) * length).matrixTransform(toScreen),
      ).some(({ x, y }) => words.some(box => x > box.left && x < box.right && y > box.top && y < box.bottom))
    }).length
  })
  expect(hidden).toBe(0)
})

test('off the relay an empty list does not promise what cannot come, and the connection leads to what can be done', async () => {
  const page = await stage.page('?unreachable&empty#records')
  await page.getByText('appears here once the relay answers').waitFor()
  await page.getByRole('link', { name: 'Relay unreachable since' }).click()
  // The first lost attempt was a hiccup; this is the second.
  await page.evaluate(() => {
    const { memory } = globalThis as unknown as { memory: StoryMemory }
    memory.setStatus({ connection: 'connecting' })
    memory.setStatus({ connection: 'waiting' })
  })
  await page.getByRole('heading', { name: 'The relay at localhost:4321 does not answer' }).waitFor()
  await page.getByText('What is written now is kept here, and sent first on reconnect').waitFor()
  await page.getByRole('button', { name: 'Choose another relay' }).waitFor()
  expect(await accessibilityProblems(page, 'main')).toEqual([])
})

test('a space that the relay denies is promised nothing from, and is not said to be kept there', async () => {
  const page = await stage.page('?empty#records')
  await page.getByText('writes to team, orders or playbook appears here as it arrives').waitFor()
  await page.goto(`${stage.url}?empty#storage`)
  const spaces = page.getByRole('table', { name: 'What each space keeps' })
  await spaces.getByRole('row', { name: 'billing this device; the relay denies it' }).waitFor()
  await spaces.getByRole('row', { name: 'team this device and the relay' }).waitFor()
})

test('a text of twenty thousand characters leaves what stands below it in sight, and all of it is one click away', async () => {
  const page = await stage.page('#records')
  const long = 'Sentence after sentence about order 42. '.repeat(500)
  const id = await page.evaluate(async text => {
    const { memory } = globalThis as unknown as { memory: StoryMemory }
    return (await memory.add(text, { space: 'team' })).id
  }, long)
  await page.goto(`${stage.url}#records?id=${id}`)
  const pane = page.getByRole('complementary', { name: 'Record' })
  const tabs = pane.getByRole('tablist')
  await tabs.waitFor()
  const top = async () => (await tabs.boundingBox())!.y
  expect(await top()).toBeLessThan(900)
  await pane.getByRole('button', { name: 'Show all 20,000 characters' }).click()
  expect(await top()).toBeGreaterThan(900)
  await pane.getByRole('button', { name: 'Show less' }).click()
  expect(await top()).toBeLessThan(900)
  expect(await accessibilityProblems(page, 'main')).toEqual([])
})

test('sides of twenty thousand characters leave the list of disputes short, and each other in sight', async () => {
  const page = await stage.page('#conflicts')
  const value = 'Sentence after sentence about order 42. '.repeat(500)
  await page.evaluate(text => {
    const { memory } = globalThis as unknown as {
      memory: Pick<StoryMemory, 'facts'> & { emit(name: 'conflict', fact: unknown): void }
    }
    void memory.facts.conflicts().then(([fact]) => {
      const sides = fact!.sides.map((side, index) => ({ ...side, value: index === 0 ? text : 'x'.repeat(2000) }))
      memory.emit('conflict', { ...fact!, key: 'long', sides })
    })
  }, value)
  await page.goto(`${stage.url}#conflicts?in=team&key=long`)
  await page.getByRole('heading', { name: 'long' }).waitFor()
  const entry = page.getByRole('navigation', { name: 'Conflicts' }).getByRole('link', { name: /^long/ })
  expect((await entry.boundingBox())!.height).toBeLessThan(120)
  for (const side of await page.getByRole('article').all()) expect((await side.boundingBox())!.height).toBeLessThan(800)
  expect(await page.getByRole('button', { name: 'Show all 2,000 characters' }).count()).toBe(1)
  expect(await accessibilityProblems(page, 'main')).toEqual([])
})

test('of a store that is gone, or never was, nothing is said to be kept on this device', async () => {
  const page = await stage.page('?lost#storage')
  const kept = page.locator('.rows').getByRole('row', { name: /^team/ })
  expect(await kept.getByRole('cell').first().textContent()).toBe('this page and the relay')
  const whole = await stage.page('#storage')
  const keptOn = whole.getByRole('row', { name: /^team/ }).getByRole('cell').first()
  expect(await keptOn.textContent()).toBe('this device and the relay')
  // As in a private window of a browser that gives none.
  await whole.evaluate(() => {
    const { status } = (globalThis as unknown as { memory: StoryMemory }).memory.storage
    status.value = { ...status.value, kind: 'memory' }
    location.hash = '#overview'
  })
  await whole.goto(`${stage.url}#storage`)
  await whole.getByText('this browser gives no lasting storage').waitFor()
  expect(await keptOn.textContent()).toBe('this page and the relay')
})

test('a write that waits for room on the disk says so where it was made, and leads to what can be done', async () => {
  const page = await stage.page('#records')
  await page.evaluate(() => {
    const { memory } = globalThis as unknown as { memory: StoryMemory }
    const { status } = memory.storage
    const reason = { code: 'storage-full', message: 'no room', hint: 'free some space' }
    status.value = { ...status.value, waiting: 1, waitingBytes: 59_000, waitingSince: 0, reason }
    memory.add = () => new Promise(() => {})
    memory.setStatus({ pending: 1 })
  })
  await page.getByRole('button', { name: /^Write/ }).click()
  const composer = page.getByRole('region', { name: 'Write' })
  await composer.getByLabel('Content').fill('What has no room yet')
  await composer.getByRole('button', { name: 'Add record' }).click()
  await composer.getByText('In memory only until the disk has room').waitFor()
  expect(await accessibilityProblems(page, '.composer')).toEqual([])
  await composer.getByRole('link', { name: 'Storage' }).click()
  await page
    .getByRole('alert')
    .getByText(/59 kB have waited for .*\. Free some space\./)
    .waitFor()
})

test('where no record passes the filters, one click takes them away', async () => {
  const page = await stage.page('#records?space=nowhere')
  await page.getByText('No record passes these filters.').waitFor()
  expect(await accessibilityProblems(page, 'main')).toEqual([])
  await page.getByRole('link', { name: 'Show all records' }).click()
  await page.getByText('24 records').first().waitFor()
})

test('an address of what is no more, or never was, says so and raises no alarm', async () => {
  const page = await stage.page('#conflicts?in=team&key=customer%2Fada%2Fplan')
  await page.getByText('It is not in dispute.').waitFor()
  await page.locator('.settled').getByText('annual').waitFor()
  for (const [address, words] of [
    ['#conflicts?in=team&key=no%2Fsuch', 'There is no fact no/such in team.'],
    ['#runs?in=team&key=nobody', 'No run of this name is here'],
    ['#records?id=team.0.nobody.1', 'This record is not here'],
  ] as const) {
    await page.goto(`${stage.url}${address}`)
    await page.getByText(words).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  }
})

test('what is closed by keyboard gives the focus back to what had opened it', async () => {
  const page = await stage.page('#records')
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement
      return element === document.body ? 'nothing' : (element?.getAttribute('aria-label') ?? element?.textContent)
    })
  for (const [name, panel] of [
    ['Add filter', 'Filters'],
    ['Write', 'Write'],
    ['localhost:4321', 'Memory source'],
  ] as const) {
    const opener = page.getByRole('button', { name }).first()
    await opener.press('Enter')
    await page.getByRole('region', { name: panel }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: panel }).waitFor({ state: 'detached' })
    expect(await focused()).toContain(name)
  }
  await page.getByRole('link', { name: 'Order 42 shipped' }).press('Enter')
  await page.getByRole('button', { name: 'Refute…' }).press('Enter')
  await page.keyboard.press('Escape')
  await expect.poll(focused).toBe('Refute…')
  await page.getByRole('button', { name: 'Close record' }).press('Enter')
  await expect.poll(focused).toBe('Record list')
})
