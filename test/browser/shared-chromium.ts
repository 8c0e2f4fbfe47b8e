import type { Browser } from 'playwright'
import { chromiumFlags, findHeadlessShell, launchChromium } from './find-chromium'

/** Most pages live a second, too short for what its optimizing compilers make of them: they took 7 to 27 % of its CPU, by file. Benches keep them. */
const withoutOptimizing = '--js-flags=--no-turbofan,--no-maglev'

let chromium: Promise<Browser> | undefined

/** One for all files that a process of the test run works through; it ends with that process. Tests open contexts of their own. */
export function sharedChromium(): Promise<Browser> {
  chromium ??= launchShell()
  return chromium
}

async function launchShell(): Promise<Browser> {
  return launchChromium({ executablePath: await findHeadlessShell(), args: [...chromiumFlags, withoutOptimizing] })
}
