import { Icon } from '@commonplace/inspector'
import type { AgentView } from '../agent/agent-view'
import type { Member, World } from '../worlds/world'
import { FactLines } from './fact-lines'
import { MemoryRows } from './memory-rows'
import { Sign } from './sign'

export interface AgentColumnProps {
  readonly world: World
  readonly member: Member
  readonly view: AgentView
  /** What it held a step before. */
  readonly before: AgentView | undefined
  /** What it does in this step. */
  readonly doing: string | undefined
  /** A person keeps it offline: what it does is then what the script has it do. */
  readonly isKeptAway?: boolean
  /** How many records there are in all. */
  readonly total: number
  /** Opens the inspector on its memory; nothing where that is not in this page. */
  readonly onInspect?: (() => void) | undefined
  /** What it runs in, where that is not what the world says. */
  readonly where?: string | undefined
  /** Address of a tab of its own; nothing where it has one. */
  readonly tab?: string | undefined
}

/** One agent: who it is, what it does, what it reads, what it holds. */
export function AgentColumn(props: AgentColumnProps) {
  const { world, member, view, before, doing, isKeptAway = false, total, onInspect, where, tab } = props
  const place = where ?? ((!onInspect && member.elsewhere) || member.where)
  return (
    <article className={`panel column ${view.isOnline ? '' : 'away'}`} aria-label={member.id}>
      <header>
        <Sign world={world} agent={member.id} large />
        <h2>{member.id}</h2>
        <span className="end">
          {!view.isOnline && <Icon name="off" />}
          <span className="clip" title={place}>
            {view.isOnline ? place : 'offline'}
          </span>
          {tab && onInspect && (
            <a
              className="btn quiet square small"
              href={tab}
              target="_blank"
              rel="noreferrer"
              aria-label={`Open ${member.id} in its own tab`}
              title={`Open ${member.id} in its own tab`}
            >
              <Icon name="tab" />
            </a>
          )}
          {onInspect && (
            <button
              id={`inspect-${member.id}`}
              type="button"
              className="btn quiet square small"
              onClick={onInspect}
              aria-label={`Inspect the memory of ${member.id}`}
              title={`Inspect the memory of ${member.id}`}
            >
              <Icon name="search" />
            </button>
          )}
        </span>
      </header>
      <p className={`doing ${doing ? '' : 'idle'}`}>{doingText(doing, isKeptAway)}</p>
      <FactLines world={world} agent={member.id} view={view} before={before} />
      <MemoryRows world={world} member={member} view={view} before={before} />
      <footer>
        <span>
          {view.rows.length} of {total} records
        </span>
        {view.pending > 0 ? <span className="wait">{view.pending} not sent yet</span> : <span>all durable</span>}
      </footer>
    </article>
  )
}

function doingText(doing: string | undefined, isKeptAway: boolean): string {
  if (!isKeptAway) return doing ?? 'Waiting'
  return doing === undefined ? 'Kept offline by you' : `Kept offline by you. In the script: ${doing}`
}
