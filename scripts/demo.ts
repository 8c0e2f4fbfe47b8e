import { dispatch } from './dispatch'

const script = (path: string, summary: string) => ({ summary, file: new URL(path, import.meta.url) })

await dispatch('demo', 'Shows what it does, with agents in processes of their own and no model.', {
  'lost-writes': script(
    '../test/demo/lost-writes/main.ts',
    'four processes write twenty times at once, here and in other memories: how many writes are left',
  ),
})
