import type { InspectedCall } from '../memory-face'
import { inWords, sentence } from './count-text'

const shown = [
  ['running', 'runs now', 'run now'],
  ['failed', 'failed a moment ago', 'failed a moment ago'],
  ['overlapped', 'ran more than once, apart from each other', 'ran more than once, apart from each other'],
] as const

/** The answer in words: is anything run for the team now, and did anything go wrong? */
export function callsHeadline(calls: readonly Pick<InspectedCall, 'state'>[]): string {
  if (calls.length === 0) return 'No call is shared.'
  const parts = shown.flatMap(([state, one, several]) => {
    const many = calls.filter(call => call.state === state).length
    return many === 0 ? [] : [`${inWords(many, 'call')} ${many === 1 ? one : several}`]
  })
  if (parts.length === 0) return `${sentence(inWords(calls.length, 'call'))}, each with one result.`
  return `${sentence(parts.join(', '))}.`
}
