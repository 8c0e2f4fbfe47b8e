import { useDeferredValue, useState } from 'react'
import { Icon } from '../icon'
import { useInspector } from '../inspector-context'
import type { InspectedKnower } from '../memory-face'
import { count } from '../model/count-text'
import { ErrorNote } from '../states/error-note'
import { useKnowers } from '../use-team'
import { Who } from '../who'

/** A topic, and who knows about it: agents, never content. */
export function WhoKnows() {
  const [topic, setTopic] = useState('')
  const knowers = useKnowers(useDeferredValue(topic))
  return (
    <section className="panel knows">
      <search>
        <label className="question">
          <Icon name="search" className="subtle" />
          <span className="sr">Topic</span>
          <input
            value={topic}
            spellCheck={false}
            autoComplete="off"
            placeholder="Who knows about …"
            onChange={event => setTopic(event.target.value)}
          />
        </label>
      </search>
      {knowers?.phase === 'failed' && <ErrorNote error={knowers.error} />}
      {knowers?.phase === 'ready' && <Knowers knowers={knowers.value} />}
    </section>
  )
}

function Knowers({ knowers }: { knowers: readonly InspectedKnower[] }) {
  const { link, self } = useInspector()
  const best = knowers[0]?.score ?? 1
  if (knowers.length === 0)
    return (
      <p className="muted" role="status">
        Nobody who lets it be known.
      </p>
    )
  return (
    <ol aria-label="Who knows">
      {knowers.map(({ agent, score, basis, credibility, present }) => (
        <li key={agent}>
          <Who agent={agent} />
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${(100 * score) / best}%` }} />
          </span>
          <span className="num">{score.toFixed(2)}</span>
          <span className="muted">
            {[
              basis.records > 0 && `${count(basis.records, 'record')} that this tab may read`,
              basis.sketch && 'its own sketch',
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
          <span className="subtle">
            {credibility.verified + credibility.refuted === 0
              ? 'nobody has checked it'
              : `${credibility.verified} verified, ${credibility.refuted} refuted, ${credibility.from}`}
          </span>
          <span className={present ? '' : 'subtle'}>
            {link.state === 'online' || agent === self.agent ? (present ? 'here' : 'away') : '–'}
          </span>
        </li>
      ))}
    </ol>
  )
}
