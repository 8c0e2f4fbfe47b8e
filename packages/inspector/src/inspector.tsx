import { useObservable } from '@commonplace/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ownAddress, pageAddress } from './address'
import { Arrivals } from './arrivals'
import { browserRoom, type DeviceRoom } from './device-room'
import { DurableTimes } from './durable-times'
import { Feed } from './feed'
import { InspectorContext, type InspectorState, type Self } from './inspector-context'
import type { InspectedMemory } from './memory-face'
import { assignIdentities } from './model/identity'
import { linkOf } from './model/link'
import { Paced, together } from './paced'
import { Shell } from './shell/shell'
import { useCardNames } from './use-card-names'
import { useHearsKeys } from './use-hears-keys'
import { useIsNarrow } from './use-is-narrow'
import { useRoute } from './use-route'
import { useUnreachable } from './use-unreachable'

export interface InspectorProps {
  /** An open memory. The caller closes it. */
  readonly memory: InspectedMemory
  /** The agent that this tab is. */
  readonly self: Self
  /** The relay's address, for people to read; absent for a memory without a relay. */
  readonly relay?: string | undefined
  /** Called when a person wants another memory; without it there is no such button. */
  readonly onLeave?: (() => void) | undefined
  /** Called when a person wants to read one more shared space; without it there is no such field. */
  readonly onOpenSpace?: ((name: string) => void) | undefined
  /** Called after the offline switch was used, so that the caller can keep its position across a reload. */
  readonly onForceOffline?: ((on: boolean) => void) | undefined
  /** Called with a token that a person gives after the relay asked for one; without it they are not asked. */
  readonly onToken?: ((token: string) => void) | undefined
  /** Measures the room that this device gives the page; a story passes its own. */
  readonly deviceRoom?: (() => Promise<DeviceRoom | undefined>) | undefined
  /** One part of a page among others: it leaves the page's address, title and keys alone. */
  readonly embedded?: boolean | undefined
  /** The time; a story passes its own. */
  readonly now?: (() => Date) | undefined
}

const currentTime = () => new Date()

/** The inspector: every view of one open memory, live. */
export function Inspector({
  memory,
  self,
  relay,
  onLeave,
  onOpenSpace,
  onForceOffline,
  onToken,
  deviceRoom = browserRoom,
  embedded = false,
  now = currentTime,
}: InspectorProps) {
  const [later] = useState(() => together(callback => void setTimeout(callback, 16)))
  const feed = useMemo(() => new Feed({ memory, now, later }), [memory, now, later])
  const [arrivals] = useState(() => new Arrivals())
  useEffect(() => {
    void feed.start()
    return () => feed.close()
  }, [feed])
  useEffect(() => arrivals.follow({ memory, self: self.agent, now }), [arrivals, memory, self.agent, now])
  const feedState = useObservable(feed)
  // Every write changes it, and it is drawn by all views.
  const shownStatus = useMemo(() => new Paced(memory.sync.status, later), [memory.sync.status, later])
  const status = useObservable(shownStatus)
  const storage = useObservable(memory.storage.status)
  const unreachable = useUnreachable(memory.sync.status, now)
  const address = useMemo(() => (embedded ? ownAddress() : pageAddress), [embedded])
  const route = useRoute(address)
  const box = useRef<HTMLElement>(null)
  const isNarrow = useIsNarrow(box)
  const hearsKeys = useHearsKeys(box, embedded)
  const cardNames = useCardNames(memory, status.synced ? feedState.agents : undefined)
  const identities = useMemo(
    () => assignIdentities([...feedState.agents, self.agent, ...cardNames]),
    [feedState.agents, self.agent, cardNames],
  )
  const [times] = useState(() => new DurableTimes())
  const state = useMemo<InspectorState>(() => {
    const link = linkOf(status, unreachable, storage)
    return {
      memory,
      self,
      relay,
      route,
      goTo: address.goTo,
      feed: feedState,
      status,
      link,
      unreachable,
      identities,
      times,
      arrivals,
      onToken,
      onLeave,
      deviceRoom,
      now,
      isNarrow,
      hearsKeys,
      embedded,
    }
  }, [
    memory,
    self,
    relay,
    route,
    address,
    feedState,
    status,
    unreachable,
    storage,
    identities,
    times,
    arrivals,
    onToken,
    onLeave,
    deviceRoom,
    now,
    isNarrow,
    hearsKeys,
    embedded,
  ])
  return (
    <InspectorContext value={state}>
      <Shell box={box} onOpenSpace={onOpenSpace} onForceOffline={onForceOffline} />
    </InspectorContext>
  )
}
