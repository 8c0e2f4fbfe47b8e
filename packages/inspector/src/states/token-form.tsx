import { useState } from 'react'

/** A token for the relay: long, secret, and pasted. */
export function TokenForm({ onToken }: { onToken: (token: string) => void }) {
  const [token, setToken] = useState('')
  return (
    <form
      className="row token"
      onSubmit={event => {
        event.preventDefault()
        if (token.trim()) onToken(token.trim())
      }}
    >
      <label className="field">
        <span>A token for this agent, kept for this tab alone</span>
        <input
          className="machine"
          type="password"
          value={token}
          onChange={event => setToken(event.target.value)}
          spellCheck={false}
          autoComplete="off"
        />
      </label>
      <button type="submit" className="btn primary" disabled={token.trim() === ''}>
        Connect with it
      </button>
    </form>
  )
}
