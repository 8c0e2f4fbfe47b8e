import type { World } from '../worlds/world'
import { Sign } from './sign'

const rows = ['status', 'first', 'second', 'third', 'fourth']

/** The agents of a world while their memories open, each where it will stand. */
export function OpeningColumns({ world }: { world: World }) {
  return (
    <div className="stage">
      <main className={`columns of-${world.members.length}`}>
        <h1 className="sr">{world.title}</h1>
        <p className="sr" role="status">
          Opening {world.members.length} memories
        </p>
        {world.members.map(({ id }) => (
          <div className="panel column" key={id}>
            <header>
              <Sign world={world} agent={id} large />
              <h2>{id}</h2>
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
        ))}
      </main>
    </div>
  )
}
