import type { Browser } from 'playwright'
import { launchChromium } from './find-chromium'

let chromium: Promise<Browser> | undefined

/** One for all files that a process of the test run works through; it ends with that process. Tests open contexts of their own. */
export function sharedChromium(): Promise<Browser> {
  chromium ??= launchChromium()
  return chromium
}
