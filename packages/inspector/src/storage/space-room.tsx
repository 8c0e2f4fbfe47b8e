import { useInspector } from '../inspector-context'
import { dateAndClock, shortTime } from '../model/clock-text'
import { number } from '../model/count-text'
import { openSpaces } from '../model/spaces'
import { tallySpaces } from '../overview/space-tally'

/** One line a space: what of it is on this device, and where else it is. */
export function SpaceRoom() {
  const { memory, feed, status, relay, now } = useInspector()
  const tallies = tallySpaces(feed.records)
  return (
    <div className="panel">
      <table className="rows">
        <caption className="sr">What each space keeps</caption>
        <thead>
          <tr>
            <th scope="col">Space</th>
            <th scope="col">Kept on</th>
            <th scope="col" className="n">
              Records
            </th>
            <th scope="col" className="n">
              Only here
            </th>
            <th scope="col" className="n hide">
              Newest
            </th>
          </tr>
        </thead>
        <tbody>
          {openSpaces(memory).map(({ name, visibility }) => {
            const tally = tallies.get(name)
            const isPrivate = visibility === 'private' || relay === undefined
            const waiting = status.spaces[name]?.pending ?? 0
            const records = tally?.records ?? 0
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="muted">{isPrivate ? 'this device' : 'this device and the relay'}</td>
                <td className="n">{number(records)}</td>
                <td className={`n ${!isPrivate && waiting > 0 ? 'warn' : 'muted'}`}>
                  {isPrivate ? 'all' : number(waiting)}
                </td>
                <td className="n muted hide" title={tally?.newest && dateAndClock(tally.newest)}>
                  {tally?.newest ? shortTime(tally.newest, now()) : '–'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
