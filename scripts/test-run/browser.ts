import { existsSync } from 'node:fs'
import { findChromium } from '../../test/browser/find-chromium'
import { type Outcome, run } from './check'

/** Makes sure that a Chromium is there: one of the system, else Playwright's own, else the distribution's package. */
export async function ensureBrowser(): Promise<Outcome> {
  const name = 'browser for the tests'
  for (const attempt of [undefined, downloadFromPlaywright, installFromDebian]) {
    if (attempt) await attempt()
    const path = await findChromium()
    if (path) {
      console.log(`✓ ${name}: ${path}`)
      return { name, passed: 1, failed: 0 }
    }
  }
  console.log(`✗ ${name}: none found; install Chromium and set CHROMIUM_PATH`)
  return { name, passed: 0, failed: 1 }
}

async function downloadFromPlaywright(): Promise<void> {
  console.log('no Chromium on this system, asking Playwright for its own')
  await run('pnpm', ['--filter', '@commonplace/test', 'exec', 'playwright', 'install', 'chromium'])
}

async function installFromDebian(): Promise<void> {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  console.log('installing the package chromium')
  await run('apt-get', ['update'])
  const install = (...packages: string[]) => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages])
  // Most tests take the shell where it is there, which not every distribution has.
  const { code } = await install('chromium', 'chromium-headless-shell')
  if (code !== 0) await install('chromium')
}
