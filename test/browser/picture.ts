import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'

const artefacts = fileURLToPath(new URL('../artefacts', import.meta.url))

/** For people, with `PICTURES=1`: no test judges them, and they take a tenth of the CPU of those that open the inspector. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: join(artefacts, `${name}.png`) })
}
