import { useObservable } from '@commonplace/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Arrivals } from './arrivals'
import { Composer } from './compose/composer'
import { Conflicts } from './conflicts/conflicts'
import { browserRoom, type DeviceRoom } from './device-room'
import { Directory } from './directory/directory'
import { DurableTimes } from './durable-times'
import { Feed } from './feed'
import { InspectorContext, type InspectorState, type Self } from './inspector-context'
import { Leases } from './leases/leases'
import type { InspectedMemory } from './memory-face'
import { assignIdentities } from './model/identity'
import { linkOf } from './model/link'
import { formatRoute, noFilters, type View } from './model/route'
import { Overview } from './overview/overview'
import { Policy } from './policy/policy'
import { Records } from './records/records'
import { Runs } from './runs/runs'
import { Search } from './search/search'
import { MorePlaces } from './shell/more-places'
import { places } from './shell/places'
import { Rail } from './shell/rail'
import { Shortcuts } from './shell/shortcuts'
import { SourcePanel } from './shell/source-panel'
import { StatusBar } from './shell/status-bar'
import { TabBar } from './shell/tab-bar'
import { TopBar } from './shell/top-bar'
import { Failed } from './states/failed'
import { Loading } from './states/loading'
import { Storage } from './storage/storage'
import { Sync } from './sync/sync'
import { useGoKeys } from './use-go-keys'
import { useIsNarrow } from './use-is-narrow'
import { useKeys } from './use-keys'
import { goTo, useRoute } from './use-route'
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
  /** The time; a story passes its own. */
  readonly now?: (() => Date) | undefined
}

type Floating = 'composer' | 'shortcuts' | 'source' | 'more' | null

const currentTime = () => new Date()
const viewOf: Readonly<Record<View, () => React.ReactNode>> = {
  overview: () => <Overview />,
  records: () => <Records />,
  conflicts: () => <Conflicts />,
  search: () => <Search />,
  directory: () => <Directory />,
  leases: () => <Leases />,
  runs: () => <Runs />,
  sync: () => <Sync />,
  policy: () => <Policy />,
  storage: () => <Storage />,
}

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
  now = currentTime,
}: InspectorProps) {
  const feed = useMemo(() => new Feed({ memory, now, later: callback => void setTimeout(callback, 16) }), [memory, now])
  const [arrivals] = useState(() => new Arrivals())
  useEffect(() => {
    void feed.start()
    return () => feed.close()
  }, [feed])
  useEffect(() => arrivals.follow({ memory, self: self.agent, now }), [arrivals, memory, self.agent, now])
  const feedState = useObservable(feed)
  const status = useObservable(memory.sync.status)
  const unreachable = useUnreachable(memory.sync.status, now)
  const route = useRoute()
  const [floating, setFloating] = useState<Floating>(null)
  const close = () => setFloating(null)
  const box = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(box)
  const identities = useMemo(
    () =>
      assignIdentities(feedState.agents.includes(self.agent) ? feedState.agents : [...feedState.agents, self.agent]),
    [feedState.agents, self.agent],
  )
  const [times] = useState(() => new DurableTimes())
  const state = useMemo<InspectorState>(() => {
    const link = linkOf(status, unreachable)
    return {
      memory,
      self,
      relay,
      route,
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
    }
  }, [
    memory,
    self,
    relay,
    route,
    feedState,
    status,
    unreachable,
    identities,
    times,
    arrivals,
    onToken,
    onLeave,
    deviceRoom,
    now,
    isNarrow,
  ])
  useGoKeys()
  useKeys({
    '?': () => setFloating('shortcuts'),
    n: () => setFloating('composer'),
    '/': () => goTo(formatRoute({ view: 'search', filters: noFilters })),
    'Mod+k': () => goTo(formatRoute({ view: 'search', filters: noFilters })),
  })
  const title = places.find(({ view }) => view === route.view)?.name ?? ''
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.title
    document.title = `${title} · Commonplace inspector`
    main.current?.scrollTo(0, 0)
    return () => {
      document.title = before
    }
  }, [title])
  return (
    <InspectorContext value={state}>
      <div className="commonplace-inspector" ref={box}>
        <div className="shell">
          {/* biome-ignore lint/a11y/useValidAnchor: a skip link; the address after # names the view, so it stays as it is */}
          <a className="skip" href="#main" onClick={event => focusMain(event, main.current)}>
            Skip to content
          </a>
          <Rail onSource={() => setFloating('source')} onShortcuts={() => setFloating('shortcuts')} />
          <TopBar title={title} onWrite={() => setFloating('composer')} onForceOffline={onForceOffline} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a view of text alone is scrolled by keyboard too */}
          <main id="main" ref={main} tabIndex={0}>
            {feedState.phase === 'loading' && <Loading />}
            {feedState.phase === 'failed' && <Failed error={feedState.error} doing="The records could not be read" />}
            {feedState.phase === 'ready' && viewOf[route.view]()}
          </main>
          <StatusBar />
          <TabBar onMore={() => setFloating('more')} />
        </div>
        {floating === 'composer' && <Composer onClose={close} />}
        {floating === 'more' && <MorePlaces onClose={close} />}
        {floating === 'shortcuts' && <Shortcuts onClose={close} />}
        {floating === 'source' && <SourcePanel onClose={close} onOpenSpace={onOpenSpace} />}
      </div>
    </InspectorContext>
  )
}

/** The address names the view, so the skip link must not change it. */
function focusMain(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault()
  main?.focus()
}
