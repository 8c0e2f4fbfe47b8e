import { useRef, useState } from 'react'
import { useInspector } from '../inspector-context'
import type { InspectedFact } from '../memory-face'
import { modKey } from '../mod-key'
import { typedValue, valueText } from '../model/value-text'
import { ErrorNote } from '../states/error-note'
import { useKeys } from '../use-keys'
import { useIsLow } from './use-is-low'

export interface ResolveBarProps {
  readonly fact: InspectedFact
  /** The id of a side, or `another` for a value of one's own. */
  readonly chosen: string | null
  readonly onChoose: (chosen: string) => void
}

/** The decision: what is kept, why, and the one button that writes it. */
export function ResolveBar({ fact, chosen, onChoose }: ResolveBarProps) {
  const { memory } = useInspector()
  const bar = useRef<HTMLFormElement>(null)
  const isLow = useIsLow(bar)
  const [reason, setReason] = useState('')
  const [another, setAnother] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const side = fact.sides.find(({ id }) => id === chosen)
  const value = side ? side.value : chosen === 'another' && another.trim() ? typedValue(another).value : undefined
  const nothing = chosen === 'another' ? 'Give a value' : 'Choose a side'
  const resolve = async () => {
    if (value === undefined || busy) return
    setBusy(true)
    setError(null)
    try {
      const options = { space: fact.space, ...(reason.trim() && { reason: reason.trim() }) }
      await memory.facts.resolve(fact.key, side ? { side: side.id } : { value }, options)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  useKeys({ 'Mod+Enter': () => void resolve() })
  return (
    <form
      ref={bar}
      className={`panel resolve ${isLow ? 'low' : ''}`}
      onSubmit={event => {
        event.preventDefault()
        void resolve()
      }}
    >
      {chosen === 'another' && (
        <input
          aria-label="Another value"
          placeholder="Another value"
          value={another}
          // The person has just asked for this field.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          onChange={event => setAnother(event.target.value)}
        />
      )}
      <input
        aria-label="Reason"
        placeholder="Reason, for those who read the history"
        value={reason}
        onChange={event => setReason(event.target.value)}
      />
      <button type="button" className="btn" aria-pressed={chosen === 'another'} onClick={() => onChoose('another')}>
        Another value {fact.sides.length < 9 && <kbd>{fact.sides.length + 1}</kbd>}
      </button>
      <button type="submit" className="btn primary" disabled={value === undefined} aria-busy={busy}>
        <span className="clip">{value === undefined ? nothing : `Resolve as ${valueText(value)}`}</span>{' '}
        <kbd>{modKey}</kbd>
        <kbd>↵</kbd>
      </button>
      {error !== null && <ErrorNote error={error} />}
    </form>
  )
}
