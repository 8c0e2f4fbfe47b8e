import { type Column, DataTable } from '../data-table'
import { useInspector } from '../inspector-context'
import type { InspectedTask } from '../memory-face'
import { exactTime, shortTime } from '../model/clock-text'
import { valueText } from '../model/value-text'
import { Who } from '../who'

/** One line a task, the latest first. */
export function TaskTable({ tasks }: { tasks: readonly InspectedTask[] }) {
  const { now } = useInspector()
  const columns: readonly Column<InspectedTask>[] = [
    {
      title: 'Task',
      cell: ({ id, details }) => (
        <>
          {id}
          {valueText(details) !== '' && <span className="mono subtle">{valueText(details)}</span>}
        </>
      ),
    },
    {
      title: 'State',
      cell: ({ state }) => stateWords[state],
      tone: ({ state }) => (state === 'done' ? 'warn' : 'muted'),
    },
    { title: 'Held or done by', className: 'who-of', cell: task => <InHandsOf task={task} /> },
    { title: 'What came of it', className: 'wide', cell: task => <Outcome task={task} /> },
    { title: 'Space', className: 'name hide muted', cell: ({ space }) => space },
    {
      title: 'Added',
      className: 'name added hide num muted',
      cell: ({ time, addedBy }) => `${shortTime(time, now())} by ${addedBy}`,
      tip: ({ time, addedBy }) => `${exactTime(time, now())} by ${addedBy}`,
    },
  ]
  return (
    <div className="panel">
      <DataTable
        caption="Tasks"
        className="lines"
        columns={columns}
        rows={tasks}
        keyOf={({ space, id }) => `${space} ${id}`}
      />
    </div>
  )
}

function InHandsOf({ task: { outcomes, claimedBy } }: { task: InspectedTask }) {
  const who = outcomes[0]?.agent ?? claimedBy
  return who === undefined ? <span className="muted">nobody</span> : <Who agent={who} />
}

function Outcome({ task }: { task: InspectedTask }) {
  const [outcome, ...others] = task.outcomes
  return (
    <>
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
    </>
  )
}

const stateWords: Readonly<Record<InspectedTask['state'], string>> = {
  open: 'open',
  claimed: 'in hand',
  done: 'to be accepted',
  accepted: 'accepted',
}
