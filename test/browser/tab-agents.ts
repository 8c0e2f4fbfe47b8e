import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { Agent } from './pages/tabs/agent'
import type { TabsPage } from './pages/tabs/main'

declare const tabsPage: TabsPage

export type Verbs = { [Verb in keyof Agent]: (...args: Parameters<Agent[Verb]>) => ReturnType<Agent[Verb]> }

/** An agent that runs in a page, or in a worker that the page reaches. */
export function agentIn(page: Page, where: keyof TabsPage = 'tab'): Verbs {
  const call = (verb: keyof Agent, args: unknown[]) =>
    page.evaluate(
      ([where, verb, args]) => {
        const reached = tabsPage[where]
        return typeof reached === 'function'
          ? reached(verb, ...args)
          : (reached[verb] as (...all: unknown[]) => unknown)(...args)
      },
      [where, verb, args] as const,
    )
  return new Proxy({} as Verbs, {
    get: (_, verb) => (verb === 'then' ? undefined : (...args: unknown[]) => call(verb as keyof Agent, args)),
  })
}

/** The page ends as when its process is killed. */
export async function crash(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})])
}

export async function allSee(agents: readonly Verbs[], texts: readonly string[]): Promise<void> {
  for (const agent of agents) await expect.poll(() => agent.contents(), { timeout: 20_000 }).toEqual([...texts].sort())
}
