import { Icon } from '@commonplace/inspector'
import type { AgentView, FactView } from '../agent/agent-view'
import type { FactLine } from '../worlds/setting'
import type { World } from '../worlds/world'
import { Sign } from './sign'

export interface FactLinesProps {
  readonly world: World
  readonly agent: string
  readonly view: AgentView
  readonly before: AgentView | undefined
}

/** What the agent reads of each fact, on the same line in every column. */
export function FactLines({ world, agent, view, before }: FactLinesProps) {
  const { secret } = world
  const holdsSecret = secret && view.rows.some(({ space }) => space === secret.space)
  return (
    <ul className="lines">
      {world.facts.map(line => (
        <Line key={line.key} world={world} line={line} fact={view.facts[line.key]} before={before?.facts[line.key]} />
      ))}
      {secret && (
        <li>
          <span className="label">{secret.label}</span>
          {holdsSecret ? (
            <span className="val">
              <Icon name="lock" />
              only here
            </span>
          ) : (
            <span className="val none">{agent === secret.owner ? 'none yet' : 'not here'}</span>
          )}
        </li>
      )}
    </ul>
  )
}

interface LineProps {
  readonly world: World
  readonly line: FactLine
  readonly fact: FactView | undefined
  readonly before: FactView | undefined
}

function Line({ world, line, fact, before }: LineProps) {
  const sides = fact?.sides ?? []
  const isDisputed = sides.length > 1
  const isFresh = JSON.stringify(sides) !== JSON.stringify(before?.sides ?? [])
  return (
    <li className={`${isDisputed ? 'dispute ' : ''}${isFresh ? 'fresh' : ''}`}>
      <span className="label">
        {line.label ?? line.key}
        {isDisputed && ' · in dispute'}
      </span>
      {sides.length === 0 && <span className="val none">{line.none}</span>}
      {sides.map(({ value, author }) => (
        <span className="val" key={`${author} ${value}`} title={`${value}, by ${author}`}>
          {(isDisputed || fact?.isUnsent) && <Sign world={world} agent={author} />}
          {value}
          {isDisputed && <span className="sr"> by {author}</span>}
        </span>
      ))}
      {fact?.isUnsent && (
        <span className="tag warn">
          <Icon name="wait" />
          not sent yet
        </span>
      )}
      {fact !== undefined && fact.waiting > 0 && (
        <span className="tag warn">
          <Icon name="wait" />
          claim waits
        </span>
      )}
    </li>
  )
}
