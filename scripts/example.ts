import { dispatch } from './dispatch'

const example = (name: string, summary: string) => ({
  summary,
  plain: true,
  file: new URL(`../examples/${name}.ts`, import.meta.url),
})

await dispatch('example', 'Runs a short program of examples/: read it there, change it, run it again.', {
  'first-memory': example('first-memory', 'one agent: remember, find, hand over little'),
  'two-agents-disagree': example('two-agents-disagree', 'both sides of a conflict on both replicas, then settled'),
  'offline-and-back': example('offline-and-back', 'written without a relay, on its disk later'),
  'once-for-the-team': example('once-for-the-team', 'six calls for the same, one run'),
  'a-claim-withdrawn': example('a-claim-withdrawn', 'what was built on a refuted claim closes with it'),
})
