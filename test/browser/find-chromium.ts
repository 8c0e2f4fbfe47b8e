import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright'

const systemBrowsers = ['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome']

/**
 * What Chromium leaves out. Of two such flags the last one counts, so all that Playwright disables is named again. The rest is
 * ours: every window loads two pages for suggestions below an address bar that nobody sees, in more CPU than most tests take,
 * and every page starts a process for a next one that seldom comes.
 */
const disabledFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
]

/** Flags that keep Chromium on the loopback and let it run inside a container. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join()}`,
]

/** Undefined on systems that Playwright has no Chromium for. */
function playwrightsOwn(): string | undefined {
  try {
    return chromium.executablePath()
  } catch {
    return undefined
  }
}

/**
 * The path of a Chromium on this machine: `CHROMIUM_PATH` if set, else a system browser, else the one that Playwright installed.
 *
 * @returns undefined where there is none
 */
export async function findChromium({
  named = process.env.CHROMIUM_PATH,
  systems = systemBrowsers,
  playwrights = playwrightsOwn(),
}: {
  named?: string | undefined
  systems?: readonly string[]
  playwrights?: string | undefined
} = {}): Promise<string | undefined> {
  if (named) return named
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const candidates = systems.flatMap(name => (isAbsolute(name) ? [name] : folders.map(f => join(f, name))))
  for (const path of [...candidates, ...(playwrights ? [playwrights] : [])]) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return path
  }
  return undefined
}

/** Starts a headless Chromium; the caller closes it. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: [...chromiumFlags], ...options })
}
