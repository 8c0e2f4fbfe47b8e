import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findChromium, findHeadlessShell } from '../../test/browser/find-chromium'

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

test('a Chromium that is named is taken for a shell too, and any where the system has none', async () => {
  expect(await findHeadlessShell('/opt/chromium')).toBe('/opt/chromium')
  vi.stubEnv('PATH', '')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await findHeadlessShell('')).toBe(await findChromium({ named: '' }))
})
