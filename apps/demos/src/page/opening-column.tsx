import type { World } from '../worlds/world'
import { Sign } from './sign'

const rows = ['status', 'first', 'second', 'third', 'fourth']

/** An agent while its memory opens, where it will stand. */
export function OpeningColumn({ world, agent }: { world: World; agent: string }) {
  return (
    <div className="panel column">
      <header>
        <Sign world={world} agent={agent} large />
        <h2>{agent}</h2>
      </header>
      <p className="doing idle">Opening its memory</p>
      <ul className="coming" aria-hidden="true">
        {rows.map(row => (
          <li key={row}>
            <i className="bone" />
          </li>
        ))}
      </ul>
    </div>
  )
}
