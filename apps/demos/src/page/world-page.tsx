import { Brand, Failed, Loading, useKeys } from '@commonplace/inspector'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { worlds } from '../worlds'
import type { World } from '../worlds/world'
import type { Player } from './player'
import { Stage } from './stage'
import { addressOfStep } from './step-address'
import type { TabAgents } from './tab-agents'
import { ThemeButton } from './theme-button'
import { useInspected } from './use-inspected'

const InspectorPane = lazy(() => import('./inspector-pane'))

/** One world: its agents side by side, the story, the controls, and how every write travelled. */
export function WorldPage({ world, player, tabs }: { world: World; player: Player; tabs: TabAgents }) {
  const state = useSyncExternalStore(player.subscribe, () => player.state)
  const { shown, error } = state
  const { agent, inspect } = useInspected(world, player, shown)
  const canInspect = world.members.find(({ id }) => player.memoryOf(id))?.id
  useKeys(
    agent !== undefined
      ? {}
      : {
          ' ': event => (onControl(event) ? false : state.isPlaying ? player.pause() : player.play()),
          ArrowRight: event => (inScroller(event) ? false : void player.next()),
          ArrowLeft: event => (inScroller(event) ? false : void player.back()),
          o: () => void player.toggleAway(world.away),
          c: () => void player.dispute(),
          r: () => void player.reset(),
          i: () => inspect(canInspect),
        },
  )
  const memory = agent && player.memoryOf(agent)
  if (memory) {
    return (
      <Suspense fallback={<Loading words="Opening the inspector" />}>
        <InspectorPane
          memory={memory}
          world={world.title.toLowerCase()}
          relay={player.relay}
          onLeave={() => (location.hash = addressOfStep(shown))}
        />
      </Suspense>
    )
  }
  return (
    <div className="world">
      {/* biome-ignore lint/a11y/useValidAnchor: a skip link; the address after # names the step, so it stays as it is */}
      <a className="skip" href="#story" onClick={skip}>
        Skip to the story
      </a>
      <WorldTop world={world} onInspect={canInspect ? () => inspect(canInspect) : undefined} />
      {error === undefined ? (
        <Stage world={world} player={player} state={state} tabs={tabs} onInspect={inspect} />
      ) : (
        <div className="middle">
          <Failed error={error} doing="The script could not go on">
            <button type="button" className="btn primary" onClick={() => player.reset()}>
              Begin anew
            </button>
          </Failed>
        </div>
      )}
    </div>
  )
}

function WorldTop({ world, onInspect }: { world: World; onInspect: (() => void) | undefined }) {
  return (
    <header className="world-top">
      <a className="brand" href="./index.html" aria-label="Commonplace, all worlds">
        <Brand />
      </a>
      <nav className="worlds" aria-label="Worlds">
        {worlds.map(({ id, title }) => (
          <a key={id} href={`./${id}.html`} aria-current={id === world.id ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div className="end">
        <ThemeButton />
        <button id="open-inspector" type="button" className="btn" disabled={!onInspect} onClick={onInspect}>
          Open inspector <kbd>I</kbd>
        </button>
      </div>
    </header>
  )
}

/** The address after # names the step, so the skip link moves the focus itself. */
function skip(event: React.MouseEvent): void {
  event.preventDefault()
  const story = document.getElementById('story')
  story?.setAttribute('tabindex', '-1')
  story?.focus()
}

const onControl = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('button, a') !== null
const inScroller = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('.strip') !== null
