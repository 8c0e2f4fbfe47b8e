import { useInspector } from '../inspector-context'
import { span } from '../model/clock-text'
import { number } from '../model/count-text'
import { oldestPending } from '../model/oldest-pending'
import { spaceState } from '../model/space-state'
import { openSpaces } from '../model/spaces'
import { useNow } from '../use-now'

/** One line a space. */
export function SpaceTable() {
  const { memory, status } = useInspector()
  const now = useNow(5_000)
  return (
    <div className="panel">
      <table className="rows">
        <caption className="sr">Sync state of each space</caption>
        <thead>
          <tr>
            <th scope="col">Space</th>
            <th scope="col">State</th>
            <th scope="col" className="n">
              Pending
            </th>
            <th scope="col" className="n hide">
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
            const oldest = space && oldestPending([space], now)
            const isPrivate = visibility === 'private'
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={space?.fault || space?.denied ? 'danger' : space?.incomplete ? 'warn' : 'muted'}>
                  {isPrivate ? 'this device only' : spaceState(space)}
                </td>
                <td className={`n ${space?.pending ? 'warn' : ''}`}>{isPrivate ? '–' : number(space?.pending ?? 0)}</td>
                <td className="n muted hide">{oldest === undefined ? '–' : span(oldest)}</td>
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
