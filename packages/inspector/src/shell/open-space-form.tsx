import { useState } from 'react'

/** One more shared space to read. Spaces cannot be listed, so its name must be known. */
export function OpenSpaceForm({ onOpen }: { onOpen: (name: string) => void }) {
  const [name, setName] = useState('')
  return (
    <form
      className="compose"
      onSubmit={event => {
        event.preventDefault()
        if (name.trim()) onOpen(name.trim())
      }}
    >
      <label className="field">
        <span>Another shared space, by its name</span>
        <input value={name} onChange={event => setName(event.target.value)} spellCheck={false} autoComplete="off" />
      </label>
      <div className="row">
        <button type="submit" className="btn" disabled={name.trim() === ''}>
          Open the space
        </button>
      </div>
    </form>
  )
}
