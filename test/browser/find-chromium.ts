import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { type Browser, chromium, type LaunchOptions } from 'playwright'

const systemBrowsers = ['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome']
const systemShells = ['chromium-headless-shell']

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
  return firstExecutable([...systems, ...(playwrights ? [playwrights] : [])])
}

/**
 * The path of a Chromium without what is around a page, which takes a quarter less CPU for the same pages; it has no
 * back-forward cache. `CHROMIUM_PATH` if set, and any Chromium where the system has no such thing.
 */
export async function findHeadlessShell(named = process.env.CHROMIUM_PATH): Promise<string | undefined> {
  return named || (await firstExecutable(systemShells)) || findChromium()
}

/** The first of these that there is; a name that is no path is looked for where commands are. */
async function firstExecutable(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const candidates = names.flatMap(name => (isAbsolute(name) ? [name] : folders.map(f => join(f, name))))
  for (const path of candidates) {
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
