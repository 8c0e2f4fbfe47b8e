import { useMemo } from 'react'
import type { InspectedVersion } from '../memory-face'
import { dateAndClock } from '../model/clock-text'
import { valueText } from '../model/value-text'
import { ErrorNote } from '../states/error-note'
import { useMore } from '../use-more'
import type { Reading } from '../use-versions'
import { Who } from '../who'

const none: readonly InspectedVersion[] = []

/** Every version of a record that this replica holds, newest first. */
export function Versions({ versions }: { versions: Reading<readonly InspectedVersion[]> }) {
  const held = versions.phase === 'ready' ? versions.value : none
  const newestFirst = useMemo(() => held.toReversed(), [held])
  const [drawn, more] = useMore(newestFirst, { first: 100, more: 400 })
  if (versions.phase === 'reading') return <p className="subtle">Reading the history</p>
  if (versions.phase === 'failed') return <ErrorNote error={versions.error} />
  return (
    <>
      <ol className="versions">
        {drawn.map(version => (
          <li key={version.id}>
            <span className={version.state === 'current' ? undefined : 'subtle'}>
              {version.value === undefined ? version.content : valueText(version.value)}
            </span>
            <span className="num subtle">{dateAndClock(version.time)}</span>
            <span className="sub">
              <Who agent={version.author.agent} />
              {version.state !== 'current' && <span className="tag">{version.state}</span>}
              {version.reason && <span className="clip">{version.reason}</span>}
            </span>
            <span className="mono subtle">{version.id}</span>
          </li>
        ))}
      </ol>
      {more && <p>{more}</p>}
    </>
  )
}
