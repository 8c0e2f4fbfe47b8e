import { platform } from '#platform'
import type { Events } from './events'
import type { Pause } from './model'
import { relayPart } from './relay'
import type { Settings } from './settings'
import type { Connection } from './sync'
import type { Tabs } from './tabs/open-tabs'
import { tabsOf } from './tabs-of-agent'

/** How a memory reaches others of its own in this browser, and the relay. */
export interface Link {
  readonly tabs: Tabs | undefined
  readonly connection: Connection | undefined
  /** Another connection to the same relay. */
  readonly connect: () => Promise<Connection | undefined>
  close(): void
}

export async function openLink(settings: Settings, events: Events, pause: Pause): Promise<Link> {
  const { options, identity, author, timers, random } = settings
  const relay = typeof options.relay === 'string' ? { url: options.relay } : options.relay
  const tabs = await tabsOf(options, identity, error => events.emit('error', { error, during: 'tabs' }))
  const connect = async () =>
    relay &&
    relayPart(({ createConnection }) =>
      createConnection({
        url: relay.url,
        getToken: relay.getToken,
        ...author,
        tenant: identity.tenant,
        openSocket: relay.openSocket ?? tabs?.socket?.open ?? platform.openSocket,
        inflate: platform.inflate,
        timers,
        pause,
        random,
      }),
    )
  const connection = await connect()
  if (tabs?.socket && connection) tabs.socket.onHolder = () => connection.wake()
  if (relay?.paused) connection?.pause()
  const stops = tabs || connection ? sleepWith(tabs, connection) : []
  return {
    tabs,
    connection,
    connect,
    close() {
      tabs?.exchange.close()
      for (const stop of stops) stop()
    },
  }
}

/** A page that is put aside lets its channels go, so that the browser can keep it. */
function sleepWith(tabs: Tabs | undefined, connection: Connection | undefined): readonly (() => void)[] {
  return [
    platform.onSleep(() => {
      tabs?.exchange.suspend()
      tabs?.socket?.suspend()
    }),
    platform.onWake(() => {
      tabs?.exchange.resume()
      tabs?.socket?.resume()
      connection?.wake()
    }),
  ]
}
