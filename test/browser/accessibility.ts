import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds in the page as it stands, WCAG 2.0 to 2.2 A and AA and best practice: rule and element. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  return problemsOf(new AxeBuilder({ page }).withTags(standards))
}

/** What axe finds in the colours alone: all that another theme can change. */
export async function contrastProblems(page: Page): Promise<string[]> {
  return problemsOf(new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']))
}

async function problemsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}
