import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Composer } from '../compose/composer'
import { Conflicts } from '../conflicts/conflicts'
import { Directory } from '../directory/directory'
import { useInspector } from '../inspector-context'
import { Leases } from '../leases/leases'
import { formatRoute, noFilters, type View } from '../model/route'
import { Overview } from '../overview/overview'
import { Policy } from '../policy/policy'
import { Records } from '../records/records'
import { Runs } from '../runs/runs'
import { Search } from '../search/search'
import { Failed } from '../states/failed'
import { Loading } from '../states/loading'
import { Storage } from '../storage/storage'
import { Sync } from '../sync/sync'
import { useGoKeys } from '../use-go-keys'
import { useKeys } from '../use-keys'
import { MorePlaces } from './more-places'
import { places } from './places'
import { Rail } from './rail'
import { Shortcuts } from './shortcuts'
import { SourcePanel } from './source-panel'
import { StatusBar } from './status-bar'
import { TabBar } from './tab-bar'
import { TopBar } from './top-bar'

export interface ShellProps {
  /** Takes the element that all of it is in. */
  readonly box: RefObject<HTMLElement | null>
  readonly onOpenSpace?: ((name: string) => void) | undefined
  readonly onForceOffline?: ((on: boolean) => void) | undefined
}

type Floating = 'composer' | 'shortcuts' | 'source' | 'more' | null

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

/** What stands around every view, and the view that the address names. */
export function Shell({ box, onOpenSpace, onForceOffline }: ShellProps) {
  const { self, feed, route, goTo, embedded } = useInspector()
  const [floating, setFloating] = useState<Floating>(null)
  const close = () => setFloating(null)
  useGoKeys()
  useKeys({
    '?': () => setFloating('shortcuts'),
    n: () => setFloating('composer'),
    '/': () => goTo(formatRoute({ view: 'search', filters: noFilters })),
    'Mod+k': () => goTo(formatRoute({ view: 'search', filters: noFilters })),
  })
  const title = places.find(({ view }) => view === route.view)?.name ?? ''
  const content = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins at its top
  useEffect(() => {
    content.current?.scrollTo(0, 0)
  }, [title])
  useEffect(() => {
    if (embedded) return
    const before = document.title
    document.title = `${title} · Commonplace inspector`
    return () => {
      document.title = before
    }
  }, [title, embedded])
  // One in a page has one `main`, and that is the page's own.
  const Whole = embedded ? 'section' : 'div'
  const Content = embedded ? 'div' : 'main'
  return (
    <Whole
      className="commonplace-inspector"
      ref={box as RefObject<HTMLDivElement>}
      {...(embedded && { 'aria-label': `Inspector of ${self.agent}`, tabIndex: -1, onClick: follow })}
    >
      <div className="shell">
        {/* biome-ignore lint/a11y/useValidAnchor: a skip link; the address after # names the view, so it stays as it is */}
        <a className="skip" href="#main" onClick={event => focusContent(event, content.current)}>
          Skip to content
        </a>
        <Rail onSource={() => setFloating('source')} onShortcuts={() => setFloating('shortcuts')} />
        <TopBar title={title} onWrite={() => setFloating('composer')} onForceOffline={onForceOffline} />
        <Content
          id={embedded ? undefined : 'main'}
          className="content"
          ref={content as RefObject<HTMLDivElement>}
          // A view of text alone is scrolled by keyboard too.
          tabIndex={0}
          {...(embedded && { role: 'group', 'aria-label': title })}
        >
          {feed.phase === 'loading' && <Loading />}
          {feed.phase === 'failed' && <Failed error={feed.error} doing="The records could not be read" />}
          {feed.phase === 'ready' && viewOf[route.view]()}
        </Content>
        <StatusBar />
        <TabBar onMore={() => setFloating('more')} />
      </div>
      {floating === 'composer' && <Composer onClose={close} />}
      {floating === 'more' && <MorePlaces onClose={close} />}
      {floating === 'shortcuts' && <Shortcuts onClose={close} />}
      {floating === 'source' && <SourcePanel onClose={close} onOpenSpace={onOpenSpace} />}
    </Whole>
  )

  /** Its links lead to its views: in a part of a page that is no address of the page. */
  function follow(event: MouseEvent<HTMLElement>): void {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const address = link?.getAttribute('href')
    if (!address?.startsWith('#')) return
    event.preventDefault()
    goTo(address)
  }
}

/** The address names the view, so the skip link must not change it. */
function focusContent(event: MouseEvent, content: HTMLElement | null): void {
  event.preventDefault()
  content?.focus()
}
