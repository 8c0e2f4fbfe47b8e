import { Brand } from '@commonplace/inspector'
import { useState } from 'react'
import { relayProblem, type Source, suggestedSource } from './source'

export interface ConnectFormProps {
  /** @param token for the relay, '' for none */
  readonly onConnect: (source: Source, token: string) => void
}

/** No memory is open yet: which relay, and as whom? */
export function ConnectForm({ onConnect }: ConnectFormProps) {
  const [source, setSource] = useState(suggestedSource)
  const [token, setToken] = useState('')
  const problem = relayProblem(source.relay)
  const field = (name: 'relay' | 'agent' | 'user' | 'tenant') => ({
    name,
    value: source[name],
    spellCheck: false,
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      setSource({ ...source, [name]: event.target.value.trim() }),
  })
  return (
    <main className="middle">
      <div className="blank">
        <h1 className="brand">
          <Brand />
        </h1>
        <div>
          <h2>No memory is open yet</h2>
          <p>
            Connect to a relay to see the spaces that this agent shares with its team. The page joins as an agent of its
            own and keeps a copy on this device.
          </p>
        </div>
        <form
          className="panel"
          onSubmit={event => {
            event.preventDefault()
            if (!problem && source.agent && source.tenant) onConnect(source, token)
          }}
        >
          <label className="field wide">
            <span>Relay; leave it empty for a memory of this device alone</span>
            <input className="machine" {...field('relay')} aria-invalid={problem !== undefined} />
            {problem && (
              <span className="hint" role="alert">
                {problem}
              </span>
            )}
          </label>
          <label className="field">
            <span>Agent</span>
            <input {...field('agent')} required />
          </label>
          <label className="field">
            <span>User, if it acts for one</span>
            <input {...field('user')} />
          </label>
          <label className="field">
            <span>Tenant</span>
            <input {...field('tenant')} required />
          </label>
          {source.relay && (
            <label className="field wide">
              <span>Token, if the relay asks for one; it is kept for this tab alone</span>
              <input
                className="machine"
                type="password"
                name="token"
                value={token}
                spellCheck={false}
                autoComplete="off"
                onChange={event => setToken(event.target.value.trim())}
              />
            </label>
          )}
          <div className="wide row">
            <button type="submit" className="btn primary" disabled={problem !== undefined}>
              {source.relay ? 'Connect' : 'Open on this device'} <kbd>↵</kbd>
            </button>
          </div>
        </form>
        <div>
          <p className="label">No relay yet? This starts one, with agents that write to it:</p>
          <pre>npx -y pnpm@10 start</pre>
        </div>
      </div>
    </main>
  )
}
