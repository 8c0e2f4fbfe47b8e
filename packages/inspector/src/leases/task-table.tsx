import { useInspector } from '../inspector-context'
import type { InspectedTask } from '../memory-face'
import { exactTime, shortTime } from '../model/clock-text'
import { valueText } from '../model/value-text'
import { Who } from '../who'

/** One line a task, the latest first. */
export function TaskTable({ tasks }: { tasks: readonly InspectedTask[] }) {
  return (
    <div className="panel">
      <table className="rows agents tasks">
        <caption className="sr">Tasks</caption>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">State</th>
            <th scope="col">Held or done by</th>
            <th scope="col">What came of it</th>
            <th scope="col" className="hide">
              Space
            </th>
            <th scope="col" className="hide">
              Added
            </th>
          </tr>
        </thead>
        <tbody>
          {tasks.map(task => (
            <TaskRow key={`${task.space} ${task.id}`} task={task} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TaskRow({ task }: { task: InspectedTask }) {
  const { now } = useInspector()
  const [outcome, ...others] = task.outcomes
  const who = outcome?.agent ?? task.claimedBy
  const details = valueText(task.details)
  return (
    <tr>
      <th scope="row">
        {task.id}
        {details !== '' && <span className="mono subtle">{details}</span>}
      </th>
      <td className={task.state === 'done' ? 'warn' : 'muted'}>{stateWords[task.state]}</td>
      <td className="who-of">{who === undefined ? <span className="muted">nobody</span> : <Who agent={who} />}</td>
      <td className="wide">
        {outcome && <p className="mono">{valueText(outcome.result) || 'no result given'}</p>}
        {task.acceptedBy !== undefined && <p className="muted">accepted by {task.acceptedBy}</p>}
        {others.map(({ agent }) => (
          <p className="warn" key={agent}>
            {agent} finished it too, apart from the others
          </p>
        ))}
        {task.reopened.map(({ agent, reason }, round) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rounds are numbered, and only ever added
          <p className="muted" key={round}>
            opened again by {agent}: {reason}
          </p>
        ))}
      </td>
      <td className="hide muted">{task.space}</td>
      <td className="hide num muted" title={`${exactTime(task.time, now())} by ${task.addedBy}`}>
        {shortTime(task.time, now())} by {task.addedBy}
      </td>
    </tr>
  )
}

const stateWords: Readonly<Record<InspectedTask['state'], string>> = {
  open: 'open',
  claimed: 'in hand',
  done: 'to be accepted',
  accepted: 'accepted',
}
