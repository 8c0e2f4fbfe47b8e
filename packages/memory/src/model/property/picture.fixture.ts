import { chooseSide } from '../choose-side'
import { dotToString } from '../dot'
import type { Verdict } from '../judge'
import { context } from './history.fixture'

/** What a verdict ignores, each as one line. */
export function ignoredIn(verdict: Verdict): string[] {
  return verdict.ignored().map(({ entry, reason }) => `${dotToString(entry.dot)} ${reason}`)
}

/** All that a replica shows of a key, lists in their order; so many of the latest versions, all of them when left out. */
export function picture(verdict: Verdict, latest?: number): unknown {
  const side = (rule: 'latest' | 'authority' | 'confidence') => {
    const chosen = chooseSide(verdict.sides, rule, context)
    return chosen && dotToString(chosen.version.entry.dot)
  }
  return {
    state: verdict.state,
    heads: verdict.heads.map(({ entry }) => dotToString(entry.dot)),
    sides: verdict.sides.map(({ heads }) => heads.map(({ entry }) => dotToString(entry.dot))),
    history: verdict.history(latest).map(({ entry }) => dotToString(entry.dot)),
    ignored: ignoredIn(verdict),
    held: verdict.held.map(({ version }) => dotToString(version.entry.dot)),
    chosen: [side('latest'), side('authority'), side('confidence')],
  }
}
