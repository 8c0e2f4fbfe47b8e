import { dispatch } from './dispatch'

const script = (path: string, summary: string) => ({ summary, file: new URL(path, import.meta.url) })
const world = (id: string, summary: string) => script(`../apps/demos/src/command/${id}.ts`, summary)

await dispatch('demo', 'Shows what it does, with agents that are programs: no model is needed.', {
  'customer-service': world('customer-service', 'a plan changes, a card stays where it belongs, two answers meet'),
  'coding-team': world('coding-team', 'a module is retired while it is built, an invented format is stopped'),
  'care-team': world('care-team', 'findings are validated, and a wrong one takes with it what was built on it'),
  'lost-writes': script(
    '../test/demo/lost-writes/main.ts',
    'four processes write twenty times at once, here and in other memories: how many writes are left',
  ),
})
