import type { InspectedAccess } from '../memory-face'
import { dateAndClock } from '../model/clock-text'

/** The lines of the policy log that decide, in words. */
export function Because({ access }: { access: InspectedAccess }) {
  const { because, user, isDelegated, rights } = access
  return (
    <ul className="because">
      {!isDelegated && <li className="danger">{user} may not act through this agent</li>}
      {because.length === 0 && rights.length > 0 && (
        <li className="muted">by the relay’s policy file, before the log says anything</li>
      )}
      {because.map(({ line, isInForce }) => (
        <li key={line.number} className={isInForce ? 'muted' : 'subtle'} title={dateAndClock(line.at)}>
          line {line.number}: {line.by} {line.do === 'grant' ? 'granted' : 'revoked'}{' '}
          {line.right ?? `acting for ${line.user}`}
          {!isInForce && ', not in force'}
        </li>
      ))}
    </ul>
  )
}
