import { platform } from '#platform'
import type { Identity } from './identity'
import type { OpenOptions } from './open-options'
import { openTabs, type Tabs } from './tabs/open-tabs'

/** The other memories of this agent, user and relay in this browser. */
export async function tabsOf(
  options: OpenOptions,
  identity: Identity,
  onError: (error: unknown) => void,
): Promise<Tabs | undefined> {
  const { openChannel, holdName, timers, randomName } = platform
  const name = tabsName(options, identity)
  if (name === undefined || !openChannel) return undefined
  const { url, openSocket } = relayOf(options)
  const shared = { url: openSocket ? undefined : url, openSocket: platform.openSocket }
  return openTabs({ name, openChannel, holdName, timers, randomName, onError, ...shared })
}

/** What they have in common; undefined: this one wants none of them, or there cannot be any. */
export function tabsName(options: OpenOptions, { tenant, agent, user }: Identity): string | undefined {
  const { url, openSocket } = relayOf(options)
  // Sockets of the caller's own may lead to another relay under the same address.
  if (!(options.tabs ?? openSocket === undefined) || !platform.openChannel) return undefined
  return JSON.stringify(['commonplace', tenant, agent, user, url])
}

function relayOf({ relay }: OpenOptions): { readonly url?: string | undefined; readonly openSocket?: unknown } {
  return typeof relay === 'object' ? relay : { url: relay }
}
