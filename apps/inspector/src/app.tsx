import { Failed, Inspector, Loading } from '@commonplace/inspector'
import type { Memory } from '@commonplace/memory'
import { useEffect, useState } from 'react'
import { ConnectForm } from './connect-form'
import { keepForcedOffline } from './forced-offline'
import { keepToken } from './kept-token'
import { addressOf, type Source } from './source'

export interface AppProps {
  /** What the address names, if it names anything. */
  readonly source: Source | undefined
  /** The memory of that source, on its way. */
  readonly opening: Promise<Memory> | undefined
}

type Opened =
  | { readonly phase: 'opening' }
  | { readonly phase: 'open'; readonly memory: Memory }
  | { readonly phase: 'failed'; readonly error: unknown }

/** The page: a form until the address names a memory, then its inspector. */
export function App({ source, opening }: AppProps) {
  const [opened, setOpened] = useState<Opened>({ phase: 'opening' })
  useEffect(() => {
    opening?.then(
      memory => setOpened({ phase: 'open', memory }),
      (error: unknown) => setOpened({ phase: 'failed', error }),
    )
  }, [opening])
  const goTo = (next: Source | undefined) => location.assign(addressOf(next, new URL(location.href)))
  if (!source)
    return (
      <ConnectForm
        onConnect={(next, token) => {
          if (token) keepToken(next, token)
          goTo(next)
        }}
      />
    )
  if (opened.phase === 'failed')
    return (
      <main>
        <h1 className="sr">Commonplace inspector</h1>
        <Failed
          error={opened.error}
          doing="The memory could not be opened"
          otherwise="What this browser keeps of it may be damaged. What the relay acknowledged is still there: open it as another agent, or clear the data of this site, and with it what was only here."
        >
          <button type="button" className="btn primary" onClick={() => location.reload()}>
            Try again
          </button>
          <button type="button" className="btn" onClick={() => goTo(undefined)}>
            Choose another
          </button>
        </Failed>
      </main>
    )
  if (opened.phase === 'opening')
    return (
      <main>
        <h1 className="sr">Commonplace inspector</h1>
        <Loading words="Opening the copy on this device" />
      </main>
    )
  return (
    <Inspector
      memory={opened.memory}
      self={{ agent: source.agent, user: source.user || undefined, tenant: source.tenant }}
      relay={source.relay || undefined}
      onLeave={() => goTo(undefined)}
      onOpenSpace={name =>
        goTo({ ...source, spaces: [...new Set([...(source.spaces.length > 0 ? source.spaces : ['team']), name])] })
      }
      onForceOffline={keepForcedOffline}
      onToken={token => {
        keepToken(source, token)
        location.reload()
      }}
    />
  )
}
