import { useInspector } from '../inspector-context'
import type { InspectedCall } from '../memory-face'
import { bytesText } from '../model/bytes-text'
import { dateAndClock, shortTime } from '../model/clock-text'
import { valueText } from '../model/value-text'
import type { PlacedCall } from '../use-calls'
import { Who } from '../who'

const longest = 160

/** One line a call, the latest first. */
export function CallTable({ calls }: { calls: readonly PlacedCall[] }) {
  return (
    <table className="rows agents tasks">
      <caption className="sr">Calls made once</caption>
      <thead>
        <tr>
          <th scope="col">Call</th>
          <th scope="col">State</th>
          <th scope="col">By</th>
          <th scope="col">What came of it</th>
          <th scope="col" className="n hide">
            Runs
          </th>
          <th scope="col" className="hide">
            Space
          </th>
          <th scope="col" className="hide">
            Since
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map(({ space, call }) => (
          <CallRow key={`${space} ${call.key}`} space={space} call={call} />
        ))}
      </tbody>
    </table>
  )
}

function CallRow({ space, call }: PlacedCall) {
  const { now } = useInspector()
  const { key, state, agent, started, error, result, bytes, time } = call
  const value = valueText(result?.value)
  return (
    <tr>
      <th scope="row" className="wide mono">
        {key}
      </th>
      <td className={state === 'failed' ? 'danger' : state === 'overlapped' ? 'warn' : 'muted'}>{stateWords[state]}</td>
      <td className="who-of">
        <Who agent={agent} />
      </td>
      <td className="wide">
        {error !== undefined && <p className="mono danger">{error}</p>}
        {result && (
          <p className="mono">
            {value.length > longest ? `${value.slice(0, longest)}…` : value || 'nothing'}
            {bytes ? <span className="subtle"> {bytesText(bytes)}</span> : null}
          </p>
        )}
        {result?.runs.slice(1).map(({ author }) => (
          <p className="warn" key={author.agent}>
            {author.agent} ran it too; this result counts
          </p>
        ))}
      </td>
      <td className="n hide">{started}</td>
      <td className="hide muted">{space}</td>
      <td className="hide num muted" title={dateAndClock(time)}>
        {shortTime(time, now())}
      </td>
    </tr>
  )
}

const stateWords: Readonly<Record<InspectedCall['state'], string>> = {
  running: 'running',
  failed: 'failed',
  committed: 'committed',
  kept: 'kept, no lease',
  overlapped: 'overlapped',
}
