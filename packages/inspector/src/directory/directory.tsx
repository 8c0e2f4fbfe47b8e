import { useInspector } from '../inspector-context'
import { directoryHeadline } from '../model/directory-headline'
import { ErrorNote } from '../states/error-note'
import { useRegistry } from '../use-team'
import { AgentTable } from './agent-table'
import { AuthorTable } from './author-table'
import { WhoKnows } from './who-knows'

/** Who is in the team, what can they do, who is here, and who knows about what? */
export function Directory() {
  const { link } = useInspector()
  const registry = useRegistry()
  if (registry.phase === 'failed') return <ErrorNote error={registry.error} />
  const agents = registry.phase === 'ready' ? registry.value : undefined
  return (
    <div className="view">
      <p className="headline">{agents ? directoryHeadline(agents, link.state === 'online') : 'Reading the registry'}</p>
      <WhoKnows />
      {agents && (agents.length === 0 ? <NobodyYet /> : <AgentTable agents={agents} />)}
      {agents && <AuthorTable registered={agents} />}
      <p className="subtle">
        A card is its agent's own word. An agent counts as here while the relay hears of it; private spaces add to what
        it is known for only if their owner says so.
      </p>
    </div>
  )
}

function NobodyYet() {
  return (
    <div className="panel nobody">
      <p>Agents that register are listed here with what they can do, and found by it instead of from a fixed list.</p>
      <pre>{"await memory.team.register({ description: 'Answers about invoices', capabilities: ['refund'] })"}</pre>
    </div>
  )
}
