import { Brand, Loading } from '@commonplace/inspector'
import { useEffect, useState } from 'react'
import type { World } from '../worlds/world'
import { AgentColumn } from './agent-column'
import { Columns } from './columns'
import { type ServedState, serveAgent } from './serve-agent'

const words = {
  taken: 'This agent has a tab already',
  waiting: 'Waiting for the page of its world',
  open: 'Opening its memory',
}

/** One agent of a world in a tab of its own. */
export function AgentPage({ page, world, member: id }: { page: string; world: World; member: string }) {
  const [state, setState] = useState<ServedState>({ phase: 'waiting' })
  useEffect(() => onServed(page, world, id, setState), [page, world, id])
  const member = world.members.find(each => each.id === id)
  const { view, before, phase } = state
  return (
    <div className="world alone">
      <header className="world-top">
        <a className="brand" href="./index.html" aria-label="Commonplace, all worlds">
          <Brand />
        </a>
        <h1>
          {id} <span>of the {world.title.toLowerCase()}, in a tab of its own</span>
        </h1>
      </header>
      {member && view ? (
        <Columns world={world} count={1}>
          <AgentColumn
            world={world}
            member={member}
            view={view}
            before={before}
            doing={`Its memory is in this tab’s IndexedDB. The script plays in the page of its world.`}
            total={view.rows.length}
            where="this tab"
          />
        </Columns>
      ) : (
        <main className="middle">
          <Loading words={words[phase]} />
        </main>
      )}
    </div>
  )
}

// An agent is served once, however often its page is mounted.
const served = new Map<string, { state: ServedState; listener: (state: ServedState) => void }>()

function onServed(page: string, world: World, member: string, listener: (state: ServedState) => void): () => void {
  const key = JSON.stringify([page, world.id, member])
  const known = served.get(key)
  if (known) {
    known.listener = listener
    listener(known.state)
  } else {
    const entry = { state: { phase: 'waiting' } as ServedState, listener }
    served.set(key, entry)
    serveAgent(page, world, member, state => {
      entry.state = state
      entry.listener(state)
    })
  }
  return () => {}
}
