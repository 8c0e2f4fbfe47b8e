import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds in the page as it stands, WCAG 2.0 to 2.2 A and AA and best practice: rule and element.
 *
 * @param within the part that is new, where the rest of the page was looked at before: most of the time goes into the rest
 */
export function accessibilityProblems(page: Page, within?: string): Promise<string[]> {
  return problemsOf(page, { runOnly: standards }, within)
}

/** The same without the colours, which another width does not change and which take most of the time. */
export function layoutProblems(page: Page, within?: string): Promise<string[]> {
  const rules = Object.fromEntries(colourRules.map(rule => [rule, { enabled: false }]))
  return problemsOf(page, { runOnly: standards, rules }, within)
}

/** What axe finds in the colours alone: all that another theme can change. */
export function contrastProblems(page: Page): Promise<string[]> {
  return problemsOf(page, { runOnly: { type: 'rule', values: colourRules } })
}

async function problemsOf(page: Page, options: RunOptions, within = 'html'): Promise<string[]> {
  // Colours on their way from one theme to the other are no one's contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  // Half a megabyte, which a page that moves between its views keeps.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(
    async ([options, within]) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run(within, { ...options, resultTypes: ['violations'] })
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
    },
    [options, within] as const,
  )
}
