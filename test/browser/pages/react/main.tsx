import { type Memory, openMemory } from '@commonplace/memory'
import {
  MemoryProvider,
  type Reading,
  useConflicts,
  useFact,
  useMemory,
  useOpenMemory,
  usePresence,
  useRecords,
  useSearch,
  useSyncStatus,
} from '@commonplace/react'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

// An application of two agents, each with a memory of its own, and what the test calls in it.

const relay = new URLSearchParams(location.search).get('relay') ?? undefined
const opened: string[] = []
const open = new Map(
  ['ada', 'ben'].map(id => [
    id,
    async () => {
      const memory = await openMemory({ agent: { id }, relay, storage: `react-${id}` })
      opened.push(id)
      return watched(memory)
    },
  ]),
)
let closed = 0
let strangers = 0

function watched(memory: Memory): Memory {
  const close = memory.close.bind(memory)
  memory.close = async () => {
    await close()
    closed += 1
  }
  return memory
}

function Agent({ id }: { id: string }) {
  const opening = useOpenMemory(open.get(id)!)
  if (opening.phase === 'open' && opening.memory.identity.agent !== id) strangers += 1
  return (
    <section aria-label={id}>
      {opening.phase === 'open' ? (
        <MemoryProvider memory={opening.memory}>
          <Views />
        </MemoryProvider>
      ) : (
        <p>{opening.phase === 'failed' ? String(opening.error) : 'opening'}</p>
      )}
    </section>
  )
}

function Views() {
  const memory = useMemory()
  const [query, setQuery] = useState('')
  const [key, setKey] = useState('order/42/status')
  const records = useRecords({ scope: 'all', filter: { kind: ['episodic'] } })
  const hits = useSearch(query, { limit: 3 })
  const fact = useFact(key)
  const conflicts = useConflicts()
  const peers = usePresence()
  const { connection, pending } = useSyncStatus()
  Object.assign(agents, { [memory.identity.agent]: { memory, setKey } })
  return (
    <>
      <output title="records">{shown(records, list => list.map(each => `${each.content} ${each.durability}`))}</output>
      <input aria-label="question" value={query} onChange={event => setQuery(event.target.value)} />
      <output title="hits">{shown(hits, list => list.map(hit => hit.record.content))}</output>
      <output title="fact">
        {shown(fact, each => [key, each ? (each.settled ? each.value : 'disputed') : 'none'])}
      </output>
      <output title="conflicts">{shown(conflicts, list => list.map(each => each.key))}</output>
      <output title="peers">{peers.map(({ agent, state }) => `${agent} ${state}`).join(', ')}</output>
      <output title="status">{`${connection} ${pending}`}</output>
    </>
  )
}

function shown<T>({ value, ready, error }: Reading<T>, words: (value: T) => unknown[]): string {
  if (error) return `error ${(error as { code?: string }).code ?? error}`
  return ready ? words(value).join(', ') || 'nothing' : 'reading'
}

const agents: Record<string, { memory: Memory; setKey: (key: string) => void }> = {}
const root = createRoot(document.getElementById('root')!)

const page = {
  show(ids: string[], route = '') {
    root.render(
      <StrictMode>
        {ids.map(id => (
          <Agent key={id + route} id={id} />
        ))}
      </StrictMode>,
    )
  },
  /** The component of one agent becomes that of another. */
  turnInto: (id: string) =>
    root.render(
      <StrictMode>
        <Agent key="one" id={id} />
      </StrictMode>,
    ),
  add: async (id: string, text: string) => void (await agents[id]!.memory.add(text, { kind: 'episodic' })),
  assert: async (id: string, value: string) => void (await agents[id]!.memory.facts.assert('order/42/status', value)),
  resolve: async (id: string, value: string) =>
    void (await agents[id]!.memory.facts.resolve('order/42/status', { value })),
  appear: (id: string, doing: string) => agents[id]!.memory.team.presence.show(doing),
  pause: (id: string) => agents[id]!.memory.sync.pause(),
  resume: (id: string) => agents[id]!.memory.sync.resume(),
  close: (id: string) => agents[id]!.memory.close(),
  setKey: (id: string, key: string) => agents[id]!.setKey(key),
  opened: () => opened.length,
  closed: () => closed,
  /** How often a component had a memory that it did not ask for. */
  strangers: () => strangers,
}

export type ReactPage = typeof page
Object.assign(globalThis, { reactPage: page })
