import { useInspector } from '../inspector-context'
import { span } from '../model/clock-text'
import { number } from '../model/count-text'
import { spaceState } from '../model/space-state'
import { openSpaces } from '../model/spaces'

/** One line a space. */
export function SpaceTable() {
  const { memory, status } = useInspector()
  return (
    <div className="panel scroll-x">
      <table className="rows">
        <caption className="sr">Sync state of each space</caption>
        <thead>
          <tr>
            <th scope="col">Space</th>
            <th scope="col">State</th>
            <th scope="col" className="n">
              Pending
            </th>
            <th scope="col" className="n">
              Oldest
            </th>
            <th scope="col" className="n">
              Refused
            </th>
            <th scope="col" className="hide">
              Epoch
            </th>
          </tr>
        </thead>
        <tbody>
          {openSpaces(memory).map(({ name, visibility }) => {
            const space = status.spaces[name]
            const isPrivate = visibility === 'private'
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={space?.fault || space?.denied ? 'danger' : space?.incomplete ? 'warn' : 'muted'}>
                  {isPrivate ? 'this device only' : spaceState(space)}
                </td>
                <td className={`n ${space?.pending ? 'warn' : ''}`}>{isPrivate ? '–' : number(space?.pending ?? 0)}</td>
                <td className="n muted">{space?.oldestPendingMs === undefined ? '–' : span(space.oldestPendingMs)}</td>
                <td className={`n ${space?.refused.length ? 'danger' : ''}`}>{number(space?.refused.length ?? 0)}</td>
                <td className="hide mono muted">{(!isPrivate && space?.epoch) || '–'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
