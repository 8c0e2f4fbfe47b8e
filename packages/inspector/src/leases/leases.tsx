import { tasksHeadline } from '../model/tasks-headline'
import { ErrorNote } from '../states/error-note'
import { useTasks } from '../use-tasks'
import { Calls } from './calls'
import { TaskTable } from './task-table'

/** What is to be done, who works on it, and what came of it? */
export function Leases() {
  const tasks = useTasks()
  if (tasks.phase === 'failed') return <ErrorNote error={tasks.error} />
  const board = tasks.phase === 'ready' ? tasks.value : undefined
  return (
    <div className="view">
      <p className="headline">{board ? tasksHeadline(board) : 'Reading the boards'}</p>
      {board && (board.length === 0 ? <NothingYet /> : <TaskTable tasks={board} />)}
      <p className="subtle">
        A task is in one agent's hands at a time: the relay's lease decides, and lets go of a holder that falls silent.
        A name stands here while this device believes the lease lasts.
      </p>
      <Calls />
    </div>
  )
}

function NothingYet() {
  return (
    <div className="panel nobody">
      <p>Tasks that agents put on the board are listed here with who holds them and what came of them.</p>
      <pre>{"await memory.work.tasks.add('refund order 42', { details: { order: 42 } })"}</pre>
    </div>
  )
}
