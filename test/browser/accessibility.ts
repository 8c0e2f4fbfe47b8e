import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'

const colourRules = ['color-contrast', 'link-in-text-block']
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds in the page as it stands, WCAG 2.0 to 2.2 A and AA and best practice: rule and element. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  return problemsOf(page, axe => axe.withTags(standards))
}

/** The same without the colours, which another width does not change and which take most of the time. */
export async function layoutProblems(page: Page): Promise<string[]> {
  return problemsOf(page, axe => axe.withTags(standards).disableRules(colourRules))
}

/** What axe finds in the colours alone: all that another theme can change. */
export async function contrastProblems(page: Page): Promise<string[]> {
  return problemsOf(page, axe => axe.withRules(colourRules))
}

async function problemsOf(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  // Colours on their way from one theme to the other are no one's contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  const { violations } = await choose(new AxeBuilder({ page })).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
