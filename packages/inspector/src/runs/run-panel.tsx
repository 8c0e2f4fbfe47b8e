import { useEffect, useId, useRef } from 'react'
import { Icon } from '../icon'
import { ErrorNote } from '../states/error-note'
import { shownEntries, useRun } from '../use-runs'
import { RunLog } from './run-log'
import { RunStates } from './run-states'

/** One run: the states it can be resumed from, whose they are, and what was logged. */
export function RunPanel({ space, name, onClose }: { space: string; name: string; onClose: () => unknown }) {
  const run = useRun(space, name)
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section className="panel run" aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {name}
        </h2>
        <span className="muted">in {space}</span>
        <button type="button" className="btn small quiet square icon-only end" aria-label="Close run" onClick={onClose}>
          <Icon name="x" />
        </button>
      </header>
      {run.phase === 'failed' && <ErrorNote error={run.error} />}
      {run.phase === 'ready' && isEmpty(run.value) && (
        <p className="muted">No run of this name is here: nothing of it was saved or logged, or it has not arrived.</p>
      )}
      {run.phase === 'ready' && !isEmpty(run.value) && (
        <>
          <h3>Saved states</h3>
          {run.value.states.length === 0 ? (
            <p className="muted">No agent saved one: whoever resumes it has the log alone.</p>
          ) : (
            <RunStates states={run.value.states} />
          )}
          <h3>Log</h3>
          {run.value.log.length === 0 ? <p className="muted">Nothing was logged.</p> : <RunLog log={run.value.log} />}
          {run.value.log.length === shownEntries && (
            <p className="subtle">The last {shownEntries} entries; records have the others.</p>
          )}
        </>
      )}
    </section>
  )
}

function isEmpty({ states, log }: { readonly states: readonly unknown[]; readonly log: readonly unknown[] }): boolean {
  return states.length === 0 && log.length === 0
}
