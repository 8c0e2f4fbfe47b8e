import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { InspectorStage } from './inspector-stage'
import { xssPayloads } from './xss-payloads'

const stage = new InspectorStage()

test('what is stored stays text, whatever it looks like', async () => {
  const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
  const support = await stage.open('support')
  const other = await stage.open('<b>billing</b>')
  await other.add(hostile)
  await support.shows('<img src=x')
  await support.assert('<i>key</i>', '"><svg onload=alert(1)>')
  for (const tab of [support, other]) {
    await tab.show()
    await tab.shows('<i>key</i> = "><svg onload=alert(1)>')
    await tab.page.getByRole('link', { name: '<img src=x' }).click()
    await tab.page.getByRole('tab', { name: 'Raw' }).click()
    await tab.go('Search')
    await tab.page.getByRole('textbox', { name: 'Question' }).fill('document title owned')
    await tab.page.getByRole('listbox').getByRole('option').first().waitFor()
    await tab.go('Overview')
    expect(await tab.page.locator('main img, main script, main b b, main i[onload], svg[onload]').count()).toBe(0)
    expect(await tab.page.title()).toBe('Overview · Commonplace inspector')
  }
})

test('the page runs nothing that it did not bring', async () => {
  const support = await stage.open('support')
  const ran = await support.page.evaluate(() => {
    const script = document.createElement('script')
    try {
      script.textContent = 'document.documentElement.dataset.ran = "yes"'
      document.body.append(script)
    } catch {
      // Refused already as what would make a script of a text.
    }
    return document.documentElement.dataset.ran
  })
  expect(ran).toBeUndefined()
  expect(support.complaints.splice(0).join()).toMatch(/Content Security Policy|TrustedScript/)
})

test('a hundred payloads as content, titles, tags, sources, keys and values are text and nothing else', async () => {
  expect(new Set(xssPayloads).size).toBe(100)
  const writer = await openMemory({
    agent: { id: '<img src=x onerror=pwned.push(1)>', user: 'ada' },
    ...{ tenant: stage.tenant, relay: stage.relay.url, storage: memoryStorage(), gate: false },
  })
  const ids: string[] = []
  for (const [n, payload] of xssPayloads.entries()) {
    const uri = 'javascript:pwned.push(1)'
    const { id } = await writer.add(`${payload} ${n}`, { title: payload, source: { type: 'web', name: payload, uri } })
    ids.push(id)
  }
  const tag = '<svg onload=pwned.push(1)>'
  await writer.add('what a tag holds', { tags: [tag], metadata: { html: xssPayloads[0] } })
  await writer.facts.assert('<img src=x onerror=pwned.push(1)>', { html: xssPayloads[0] })
  await writer.sync.flush('relay')
  await writer.close()

  await stage.context.addInitScript('globalThis.pwned = []')
  const tab = await stage.newTab()
  const away: string[] = []
  tab.page.on('dialog', dialog => void dialog.dismiss().then(() => away.push('a dialog')))
  tab.page.on('request', request => {
    if (!/^http:\/\/127\.0\.0\.1:|^data:/.test(request.url())) away.push(request.url())
  })
  const response = await tab.page.goto(
    `${stage.addressFor({ relay: stage.relay.url, agent: 'support', user: 'ada', tenant: stage.tenant })}#records`,
  )
  expect(response?.headers()['content-security-policy']).toMatch(
    /^default-src 'none'.*trusted-types 'none'.*frame-ancestors 'none'/,
  )
  await tab.statusSays('Synced, everything durable')
  await tab.shows('what a tag holds')
  // Each record in full, by its address, as somebody would who looks into it.
  const shown = await tab.page.evaluate(showEach, ids)
  expect(shown).toEqual(xssPayloads.map((payload, n) => `${payload} ${n}`.replaceAll(/\s+/g, ' ').trim()))
  for (const view of ['Conflicts', 'Search', 'Overview'] as const) await tab.go(view)
  expect(await tab.page.evaluate('[pwned.length, Object.prototype.isAdmin]')).toEqual([0, undefined])
  expect(
    await tab.page.locator('#page :is(script, iframe, object, embed, base, style, video, audio, marquee)').count(),
  ).toBe(0)
  expect(away).toEqual([])
})

/** Runs in the page: opens one record after the other. @returns what each pane says, with single spaces */
async function showEach(ids: string[]): Promise<string[]> {
  const shown: string[] = []
  for (const id of ids) {
    location.hash = `#records?id=${encodeURIComponent(id)}`
    for (let frames = 0; frames < 300; frames++) {
      await new Promise(requestAnimationFrame)
      const pane = document.querySelector('aside[aria-label="Record"]')
      if (!pane?.textContent?.includes(id) || pane.querySelector('.bones')) continue
      shown.push(pane.querySelector('.provenance .me b')?.textContent?.trim().replaceAll(/\s+/g, ' ') ?? '')
      break
    }
  }
  return shown
}
