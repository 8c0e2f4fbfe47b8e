import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { StoryMemory } from '../../packages/inspector/src/story-memory.fixture'
import { layoutProblems } from './accessibility'
import { StoryStage } from './story-stage'

const stage = new StoryStage()

/** A dispute of five agents, one with a long name who says the most and the latest, all within minutes. */
async function openFive(query: string, size: { width: number; height: number }): Promise<Page> {
  const page = await stage.page(`${query}#conflicts`, { width: size.width })
  await page.setViewportSize(size)
  await page.evaluate(() => {
    const { memory } = globalThis as unknown as {
      memory: Pick<StoryMemory, 'facts'> & { emit(name: 'conflict', fact: unknown): void }
    }
    const more = [
      { value: 'returned', agent: 'billing', later: 1 },
      { value: 'delivered to a neighbour at number 14', agent: 'orchestrator', later: 2 },
      {
        value: 'WAITING FOR A NEW ADDRESS IN PORTO',
        agent: 'an-agent-with-a-name-that-nobody-could-read-at-once',
        later: 160,
      },
    ]
    void memory.facts.conflicts().then(([fact]) => {
      const [first] = fact!.sides
      const sides = more.map(({ value, agent, later }, index) => ({
        ...first!,
        id: `${first!.id}${index}`,
        value,
        author: { ...first!.author, agent },
        heldBy: [{ ...first!.author, agent }],
        time: new Date(first!.time.getTime() + later * 1000),
      }))
      memory.emit('conflict', { ...fact!, key: 'five', sides: [...fact!.sides, ...sides] })
    })
  })
  await page.goto(`${stage.url}${query}#conflicts?in=team&key=five`)
  await page.getByRole('heading', { name: 'five' }).waitFor()
  return page
}

test('a dispute of five sides can be resolved without looking for the bar, at its end nothing is behind it', async () => {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1000, height: 700 },
    { width: 390, height: 844 },
  ]) {
    const page = await openFive('', size)
    const bar = page.locator('.resolve')
    const [place, frame] = await Promise.all([bar.boundingBox(), page.locator('.content').boundingBox()])
    expect(place!.y + place!.height, JSON.stringify(size)).toBeLessThanOrEqual(frame!.y + frame!.height)
    const last = page.getByText('All of them stay in the history.')
    await last.scrollIntoViewIfNeeded()
    const end = await last.boundingBox()
    const after = await bar.boundingBox()
    expect(after!.y + after!.height, JSON.stringify(size)).toBeLessThanOrEqual(end!.y)
    expect(await layoutProblems(page, 'main')).toEqual([])
  }
})

test('in a low window, one that is enlarged, and a low box of a page the bar stands below the sides', async () => {
  const low = [
    ['', { width: 640, height: 400 }],
    ['', { width: 1280, height: 560 }],
    ['?embedded=620', { width: 700, height: 1000 }],
    ['?embedded=900', { width: 1280, height: 1000 }],
  ] as const
  for (const [query, size] of low) {
    const page = await openFive(query, size)
    const keep = page.getByRole('article').first().getByRole('button')
    await keep.scrollIntoViewIfNeeded()
    const hit = await keep.evaluate(element => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return element.contains(document.elementFromPoint(x + width / 2, y + height / 2))
    })
    expect([hit, await page.locator('.resolve').evaluate(element => getComputedStyle(element).position)]).toEqual([
      true,
      'static',
    ])
  }
})

test('the fork’s words keep their size, and none stands on another one or on the line that ties the sides', async () => {
  for (const width of [1440, 900]) {
    const page = await openFive('', { width, height: 900 })
    const words = page.locator('.fork text')
    const heights = await page.locator('.fork').evaluate(fork => {
      const drawing = fork as unknown as SVGSVGElement
      const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width
      return [...drawing.querySelectorAll('text')].map(
        each => Number.parseFloat(getComputedStyle(each).fontSize) * scale,
      )
    })
    expect(Math.min(...heights)).toBeGreaterThan(10.9)
    const overlaps = await words.evaluateAll(all => {
      const boxes = all.map(each => ({ text: each.textContent, box: each.getBoundingClientRect() }))
      const meet = (a: DOMRect, b: DOMRect) =>
        a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2
      return boxes.flatMap((one, at) =>
        boxes.slice(at + 1).flatMap(two => (meet(one.box, two.box) ? [`${one.text} on ${two.text}`] : [])),
      )
    })
    expect(overlaps).toEqual([])
    const tie = await page.locator('.fork .tie').boundingBox()
    for (const value of await page.locator('.fork .v:not(.w)').all()) {
      const box = await value.boundingBox()
      expect(box!.x + box!.width, (await value.textContent())!).toBeLessThan(tie!.x)
    }
  }
})

test('two sides stand beside each other where the list stands beside them, with no word broken', async () => {
  const page = await stage.page('#conflicts', { width: 900 })
  const sides = await page.getByRole('article').all()
  const frame = await page.locator('.case').boundingBox()
  for (const side of sides) {
    const box = await side.boundingBox()
    expect(box!.x + box!.width).toBeLessThanOrEqual(frame!.x + frame!.width)
    expect((await side.locator('.val b').boundingBox())!.height).toBeLessThan(50)
  }
})

test('a side of one endless word keeps its place, what is beside it in reach, and what rules would keep short', async () => {
  const page = await stage.page('#conflicts', { width: 1280 })
  await page.evaluate(() => {
    const { memory } = globalThis as unknown as {
      memory: Pick<StoryMemory, 'facts'> & { emit(name: 'conflict', fact: unknown): void }
    }
    void memory.facts.conflicts().then(([fact]) => {
      const value = { state: 'packed', note: 'L'.repeat(3000) }
      const [first, ...others] = fact!.sides
      const latest = { ...first!, value, time: new Date(first!.time.getTime() + 600_000) }
      memory.emit('conflict', { ...fact!, key: 'endless', value, sides: [latest, ...others] })
    })
  })
  await page.goto(`${stage.url}#conflicts?in=team&key=endless`)
  await page.getByRole('heading', { name: 'endless' }).waitFor()
  const panel = page.getByRole('article', { name: 'Side 1' })
  const [place, button] = await Promise.all([panel.boundingBox(), panel.getByText('Keep this').boundingBox()])
  expect(button!.x + button!.width).toBeLessThanOrEqual(place!.x + place!.width)
  expect(await layoutProblems(page, 'main')).toEqual([])
  const rules = page.locator('.panel', { hasText: 'What each rule would keep' })
  expect((await rules.boundingBox())!.height).toBeLessThan(160)
})

test('who says the same as a side stands there and is counted, and a side is chosen by number as far as there are keys', async () => {
  const page = await stage.page('#conflicts')
  await page.evaluate(() => {
    const { memory } = globalThis as unknown as {
      memory: Pick<StoryMemory, 'facts'> & { emit(name: 'conflict', fact: unknown): void }
    }
    void memory.facts.conflicts().then(([fact]) => {
      const [first] = fact!.sides
      const [last, ...agreeing] = ['billing', 'returns', 'support'].map(agent => ({ agent, user: 'ada' }))
      const sides = Array.from({ length: 12 }, (_, index) => {
        const author = { agent: `agent-${index}` }
        return { ...first!, id: `${first!.id}${index}`, value: `state ${index}`, author, heldBy: [author] }
      })
      sides[3] = { ...sides[3]!, author: last!, heldBy: [...agreeing, last!] }
      memory.emit('conflict', { ...fact!, key: 'twelve', sides })
    })
  })
  await page.goto(`${stage.url}#conflicts?in=team&key=twelve`)
  await page.getByText('14 agents wrote without seeing each other').waitFor()
  const side = page.getByRole('article', { name: 'Side 4' })
  expect(await side.locator('.agreeing li').allTextContents()).toEqual(['returns for ada', 'support for ada'])
  expect(await page.locator('.sides kbd').allTextContents()).toEqual([...'123456789'])
  expect(await page.getByRole('button', { name: 'Another value' }).locator('kbd').count()).toBe(0)
  expect(await layoutProblems(page, 'main')).toEqual([])
})

test('who resolves by keyboard goes on at the next dispute, at what became of the one that was asked for, or at the end', async () => {
  for (const key of ['Control+Enter', 'Enter']) {
    for (const address of ['#conflicts', '#conflicts?in=team&key=order/42/status']) {
      const page = await stage.page(address)
      const resolve = async (expected: string | null) => {
        await page.getByRole('article').first().getByRole('button').first().press('Enter')
        const bar = key === 'Enter' ? page.getByRole('button', { name: 'Resolve as' }) : page.getByLabel('Reason')
        await bar.press(key)
        const focused = () => page.evaluate(() => document.activeElement?.textContent)
        await expect.poll(focused, { message: `${key} at ${address}` }).toBe(expected)
      }
      if (address === '#conflicts') {
        await resolve(await page.locator('.conf-list a b').nth(1).textContent())
        await resolve('Every dispute is settled.')
      } else await resolve('order/42/status')
    }
  }
})
