import { useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedDependent, InspectedRecord } from '../memory-face'
import { fallText } from '../model/fall-text'
import { ErrorNote } from '../states/error-note'

type Act = 'verified' | 'refuted' | 'retract'

const acts: Readonly<Record<Act, { readonly name: string; readonly reason: string; readonly does: string }>> = {
  verified: { name: 'Verify', reason: 'What you checked', does: 'Says in your name that you checked it.' },
  refuted: { name: 'Refute', reason: 'What is wrong', does: 'Says in your name that it is wrong.' },
  retract: { name: 'Retract', reason: 'Why, for those who read the history', does: 'Takes it back for everyone.' },
}

export interface RecordActionsProps {
  readonly record: InspectedRecord
  readonly versions: readonly string[]
  readonly dependents: readonly InspectedDependent[]
}

/** What a person can say of a record: each act shows what follows from it before it is done. */
export function RecordActions({ record, versions, dependents }: RecordActionsProps) {
  const { memory, self, feed } = useInspector()
  const [act, setAct] = useState<Act | null>(null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const isOwn = record.author.agent === self.agent
  const choices: Act[] = isOwn ? ['retract'] : ['verified', 'refuted']
  const carryOut = async () => {
    if (act === null || reason.trim() === '') return
    setError(null)
    try {
      if (act === 'retract') await memory.retract(record.id, reason.trim())
      else await memory.validate(record.id, act, { reason: reason.trim() })
      setAct(null)
      setReason('')
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <form
      className="acts"
      onSubmit={event => {
        event.preventDefault()
        void carryOut()
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape' || act === null) return
        event.stopPropagation()
        event.currentTarget.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus()
        setAct(null)
      }}
    >
      {choices.map(choice => (
        <button
          key={choice}
          type="button"
          className="btn small"
          aria-pressed={act === choice}
          onClick={() => setAct(act === choice ? null : choice)}
        >
          {acts[choice].name}…
        </button>
      ))}
      {act && (
        <div className="follows">
          <p>
            {acts[act].does} {act !== 'verified' && fallText([record.id, ...versions], dependents, feed.agents)}
          </p>
          <input
            aria-label={acts[act].reason}
            placeholder={acts[act].reason}
            value={reason}
            // The person has just asked for this field.
            // biome-ignore lint/a11y/noAutofocus: see above
            autoFocus
            onChange={event => setReason(event.target.value)}
          />
          <button type="submit" className="btn primary" disabled={reason.trim() === ''}>
            {acts[act].name} this record
          </button>
          {error !== null && <ErrorNote error={error} />}
        </div>
      )}
    </form>
  )
}
