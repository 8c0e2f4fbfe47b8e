import { type CommonplaceError, type Memory, openMemory } from '@commonplace/memory'

let memory: Memory

const verbs = {
  update: (id: string) => memory.update(id, { content: 'Ada prefers letters' }),
  derived: (id: string) => memory.add('Write to Ada', { derivedFrom: [id] }),
  assert: () => memory.facts.assert('ada/contact', 'letters'),
  context: () => memory.context({ query: 'how should we contact Ada?', budget: 500 }),
  once: () => memory.work.once('greet', () => 'hello'),
  find: () => memory.team.find(),
  log: () => memory.runs.log('r1', 'it began'),
  relate: () => memory.graph.neighbours('Ada'),
  define: () => memory.procedures.define('greet', { description: 'how we greet' }),
  put: () => memory.artifacts.put('a long text', { summary: 'a text' }),
  audit: () => memory.audit(),
  document: () => memory.spaces.document(memory.spaces.list()[0]!.name),
  adopt: () => memory.spaces.adopt(memory.spaces.list()[0]!.name, []),
  rescopings: () => memory.rescopings(),
  export: () => memory.export(memory.spaces.list()[0]!.name),
  asOf: (id: string) => memory.get(id, { asOf: new Date() }),
  erase: (id: string) => memory.erase({ ids: [id] }),
}

const page = {
  /** Opens a memory. @returns the id of a record in it */
  async open(): Promise<string> {
    memory = await openMemory({ agent: { id: 'ada' }, tabs: false, countTokens: text => text.length / 4 })
    return (await memory.add('Ada prefers e-mail to phone calls')).id
  },
  /** Takes a document in that was kept elsewhere. */
  async take(update: number[]): Promise<void> {
    memory.on('error', ({ error }) => page.errors.push((error as CommonplaceError).code))
    await memory.spaces.adopt(memory.spaces.list()[0]!.name, [Uint8Array.from(update)])
  },
  /** The codes of what went wrong beside the calls since `take`. */
  errors: [] as string[],
  /** What is in the memory, or the code of the error it ended with. */
  read: () =>
    memory.getAll().then(
      records => records.map(({ content }) => content),
      (error: CommonplaceError) => error.code,
    ),
  verbs: Object.keys(verbs) as (keyof typeof verbs)[],
  /** @returns the code of the error it ended with, if any */
  async call(verb: keyof typeof verbs, id: string): Promise<string | undefined> {
    try {
      await verbs[verb](id)
      return undefined
    } catch (error) {
      return (error as CommonplaceError).code ?? String(error)
    }
  },
}

export type PartsPage = typeof page
Object.assign(globalThis, { partsPage: page })
