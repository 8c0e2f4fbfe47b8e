import { useRef, useState } from 'react'
import { useInspector } from '../inspector-context'
import { typedValue } from '../model/value-text'
import { defaultSpace } from './default-space'
import { SpaceChoice } from './space-choice'
import { useWriting } from './use-writing'
import { WriteResult } from './write-result'

/** Asserts a fact: a value under a key that agents can agree or disagree on. */
export function FactForm() {
  const { memory } = useInspector()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [confidence, setConfidence] = useState('')
  const [space, setSpace] = useState(() => defaultSpace(memory))
  const { writing, write } = useWriting()
  const box = useRef<HTMLInputElement>(null)
  const typed = typedValue(value)
  const submit = async () => {
    const options = { space, ...(confidence !== '' && { confidence: Number(confidence) }) }
    if (!(await write(async () => (await memory.facts.assert(key.trim(), typed.value, options)).record))) return
    setValue('')
    box.current?.focus()
  }
  return (
    <form
      className="compose-form"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <label className="field">
        <span>Key</span>
        <input
          className="machine"
          // The person has just asked to write.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          required
          placeholder="order/42/status"
          value={key}
          onChange={event => setKey(event.target.value)}
        />
      </label>
      <label className="field">
        <span>Value</span>
        <input ref={box} required value={value} onChange={event => setValue(event.target.value)} />
        <span className="hint">{value.trim() === '' ? 'Text, a number, or JSON' : `Stored as ${typed.is}`}</span>
      </label>
      <div className="pair">
        <label className="field">
          <span>Confidence, 0 to 1</span>
          <input
            type="number"
            min="0"
            max="1"
            step="0.01"
            value={confidence}
            onChange={event => setConfidence(event.target.value)}
          />
        </label>
        <SpaceChoice value={space} onChange={setSpace} />
      </div>
      <div className="row">
        <button type="submit" className="btn primary" disabled={key.trim() === '' || value.trim() === ''}>
          Assert fact
        </button>
      </div>
      <WriteResult writing={writing} />
    </form>
  )
}
