import { styleText } from 'node:util'
import type { LeakReport } from './leaks'
import type { Outcome } from './outcome'
import { percentile } from './percentile'
import { recallOf, type Summary } from './summary'

/** The summary as lines for people. */
export function summaryLines(summary: Summary, outcomes: readonly Outcome[], leaks: LeakReport): string[] {
  const searches = outcomes.flatMap(({ searchMs }) => searchMs)
  const measured = outcomes.reduce((total, { propagationMs }) => total + propagationMs.length, 0)
  const notes = outcomes.reduce((total, outcome) => total + outcome.notes, 0)
  const kept = (fine: boolean, text: string) => styleText(fine ? 'green' : 'red', text)
  const rows: [string, string][] = [
    ['agents', `${summary.agents} processes`],
    ['records', `${summary.records} shared, ${notes} private`],
    ['propagation', `p50 ${summary.propagationP50Ms} ms, p99 ${summary.propagationP99Ms} ms (records: ${measured})`],
    ['written offline', `${summary.offline}`],
    ['lost', kept(summary.lost === 0, `${summary.lost}`)],
    ['replicas', kept(summary.converged, summary.converged ? `equal, ${hashText(outcomes)}` : 'they differ')],
    ['private seen elsewhere', kept(summary.leaked === 0, `${summary.leaked} of ${leaks.notes}`)],
    ['evidence recall@10', recallText(outcomes)],
    [
      'search',
      `p50 ${percentile(searches, 0.5).toFixed(2)} ms, p95 ${summary.searchP95Ms} ms (questions: ${searches.length})`,
    ],
  ]
  return [...rows.map(([name, value]) => `  ${name.padEnd(24)}${value}`), ...leaks.places.map(leak => `  ! ${leak}`)]
}

function hashText(outcomes: readonly Outcome[]): string {
  const [only, ...others] = outcomes.map(({ hashes }) => hashes)
  if (others.length > 0) return `those of each of ${outcomes.length} conversations`
  return `${only?.length} times sha256 ${only?.[0]?.slice(0, 12)}`
}

function recallText(outcomes: readonly Outcome[]): string {
  const share = (...categories: Parameters<typeof recallOf>[1]) => recallOf(outcomes, categories)
  const all = share(1, 2, 3, 4)
  const each = [
    ['single-hop', share(4)],
    ['multi-hop', share(1)],
    ['temporal', share(2)],
    ['open', share(3)],
    ['adversarial, apart', share(5)],
  ] as const
  const parts = each
    .filter(([, { questions }]) => questions > 0)
    .map(([name, { recall }]) => `${name} ${recall.toFixed(2)}`)
  return `${all.recall.toFixed(3)} (questions: ${all.questions}; ${parts.join(', ')})`
}
