import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findChromium } from '../../test/browser/find-chromium'

test('where the system has no Chromium the one that Playwright installed is found, and none where it installed none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chromium-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [systems, playwrights] = [[join(folder, 'chromium')], join(folder, 'playwrights')]
  const find = () => findChromium({ named: '', systems, playwrights })
  expect(await find()).toBeUndefined()
  await writeFile(playwrights, '')
  expect(await find()).toBeUndefined()
  await chmod(playwrights, 0o755)
  expect(await find()).toBe(playwrights)
})
