import { useId } from 'react'
import { callsHeadline } from '../model/calls-headline'
import { ErrorNote } from '../states/error-note'
import { useCalls } from '../use-calls'
import { CallTable } from './call-table'

/** Calls that run once for the team: who runs them, how they ended, what came of them. */
export function Calls() {
  const calls = useCalls()
  const heading = useId()
  if (calls.phase === 'failed') return <ErrorNote error={calls.error} />
  if (calls.phase !== 'ready') return null
  return (
    <section className="panel calls" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>Calls made once</h2>
        <span className="muted">{callsHeadline(calls.value.map(({ call }) => call))}</span>
      </header>
      {calls.value.length === 0 ? (
        <div className="nobody">
          <p>
            Calls that one agent makes for all are listed here while they run, and with their result for as long as it
            counts.
          </p>
          <pre>{"await memory.work.once(['tracking', 'NW-7741-20'], () => track('NW-7741-20'))"}</pre>
        </div>
      ) : (
        <CallTable calls={calls.value} />
      )}
      <p className="subtle note">
        What runs and what failed is what agents that are here show of themselves: a failure for a minute, a run after
        half a second. Results are in the space.
      </p>
    </section>
  )
}
