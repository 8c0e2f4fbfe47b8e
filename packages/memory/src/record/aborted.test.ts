import { expect, test } from 'vitest'
import type { Memory } from '../memory'
import { open } from '../open.fixture'

type Options = { signal: AbortSignal }

/** Every verb that takes a signal, called well but for it. */
const calls: Record<string, (memory: Memory, id: string, options: Options) => Promise<unknown>> = {
  add: (memory, _, options) => memory.add('more', options),
  get: (memory, id, options) => memory.get(id, options),
  getAll: (memory, _, options) => memory.getAll(options),
  search: (memory, _, options) => memory.search('tea', options),
  context: (memory, _, options) => memory.context({ query: 'tea', ...options }),
  embedded: (memory, _, options) => memory.embedded(options),
  update: (memory, id, options) => memory.update(id, { content: 'changed', ...options }),
  retract: (memory, id, options) => memory.retract(id, 'wrong', options),
  validate: (memory, id, options) => memory.validate(id, 'verified', options),
  erase: (memory, id, options) => memory.erase({ ids: [id] }, options),
  rescope: (memory, id, options) => memory.rescope({ ids: [id] }, { app: 'other' }, options),
  promote: (memory, id, options) => memory.promote({ ids: [id] }, { to: 'team', ...options }),
  audit: (memory, _, options) => memory.audit(options),
  consolidate: (memory, _, options) => memory.consolidate(options),
  compact: (memory, _, options) => memory.compact(options),
  import: (memory, _, options) => memory.import('a note', { format: 'markdown', ...options }),
  'facts.assert': (memory, _, options) => memory.facts.assert('a/b', 1, options),
  'facts.get': (memory, _, options) => memory.facts.get('a/b', options),
  'facts.resolve': (memory, _, options) => memory.facts.resolve('a/b', { value: 1 }, options),
  'graph.relate': (memory, _, options) => memory.graph.relate('a', 'likes', 'b', options),
  'runs.log': (memory, _, options) => memory.runs.log('r', 'step', options),
  'runs.checkpoint': (memory, _, options) => memory.runs.checkpoint('r', {}, options),
  'runs.resume': (memory, _, options) => memory.runs.resume('r', options),
  'team.register': (memory, _, options) => memory.team.register({ description: 'helps', ...options }),
  'work.once': (memory, _, options) => memory.work.once('k', () => 1, options),
  'work.claim': (memory, _, options) => memory.work.claim('k', options),
  'work.tasks.add': (memory, _, options) => memory.work.tasks.add('t', options),
  'artifacts.put': (memory, _, options) => memory.artifacts.put('long', { summary: 'short', ...options }),
  'procedures.define': (memory, _, options) => memory.procedures.define('p', { description: 'how', ...options }),
  'sync.flush': (memory, _, options) => memory.sync.flush('local', options),
}

test.each(Object.entries(calls))('%s does nothing and says why when it is called off already', async (_, call) => {
  const memory = await open('ada')
  const { id } = await memory.add('likes tea')
  const reason = new Error('the user closed the panel')
  const before = await memory.export('team')
  await expect(call(memory, id, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(await memory.export('team')).toBe(before)
})
