import { Brand, Failed, Loading, useKeys } from '@commonplace/inspector'
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { worlds } from '../worlds'
import type { World } from '../worlds/world'
import { AgentColumn } from './agent-column'
import { Columns } from './columns'
import { OpeningColumn } from './opening-column'
import type { Player } from './player'
import { addressOfStep, isStepAddress, stepOfAddress } from './step-address'
import { Story } from './story'
import { Strip } from './strip'
import type { TabAgents } from './tab-agents'
import { ThemeButton } from './theme-button'
import { Transport } from './transport'

const InspectorPane = lazy(() => import('./inspector-pane'))

/** One world: its agents side by side, the story, the controls, and how every write travelled. */
export function WorldPage({ world, player, tabs }: { world: World; player: Player; tabs: TabAgents }) {
  const state = useSyncExternalStore(player.subscribe, () => player.state)
  const { scenes, shown, error } = state
  const [inspected, setInspected] = useState<string>()
  // By its id: the button it comes back to is another element.
  const opener = useRef('')
  const inspect = (agent: string | undefined) => {
    if (agent === undefined) return
    opener.current = document.activeElement?.id ?? ''
    // A step in the browser's history, so that its way back leads back to the world.
    location.hash = '#overview'
    setInspected(agent)
  }
  useEffect(() => {
    const moved = () => {
      if (!isStepAddress(location.hash)) return
      setInspected(undefined)
      void player.lookAgain(stepOfAddress(location.hash, world.steps.length))
    }
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [player, world])
  const canInspect = world.members.find(({ id }) => player.memoryOf(id))?.id
  const isInspecting = inspected !== undefined
  useEffect(() => {
    if (isInspecting) return
    document.title = `${world.title} · Commonplace`
    if (shown > 0) history.replaceState(history.state, '', addressOfStep(shown))
  }, [world, shown, isInspecting])
  useEffect(() => {
    if (!isInspecting) document.getElementById(opener.current)?.focus()
  }, [isInspecting])
  useKeys(
    isInspecting
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
  const memory = inspected && player.memoryOf(inspected)
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
  // Nothing while the first run opens.
  const scene = shown > 0 ? scenes[shown] : undefined
  const { doing } = world.steps[Math.max(shown - 1, 0)]!
  return (
    <div className="world">
      {/* biome-ignore lint/a11y/useValidAnchor: a skip link; the address after # names the step, so it stays as it is */}
      <a className="skip" href="#story" onClick={skip}>
        Skip to the story
      </a>
      <WorldTop world={world} onInspect={canInspect ? () => inspect(canInspect) : undefined} />
      {error !== undefined && (
        <div className="middle">
          <Failed error={error} doing="The script could not go on">
            <button type="button" className="btn primary" onClick={() => player.reset()}>
              Begin anew
            </button>
          </Failed>
        </div>
      )}
      {error === undefined && (
        <>
          <div className="stage">
            <Columns
              world={world}
              count={world.members.length}
              label="Agents"
              step={shown}
              acting={[...world.members.keys()].filter(at => doing[world.members[at]!.id])}
            >
              {scene
                ? world.members.map(member => (
                    <AgentColumn
                      key={member.id}
                      world={world}
                      member={member}
                      view={scene.views[member.id]!}
                      before={scenes[shown - 1]?.views[member.id]}
                      isKeptAway={scene.keptAway.includes(member.id)}
                      doing={doing[member.id]}
                      total={new Set(Object.values(scene.views).flatMap(({ rows }) => rows.map(({ id }) => id))).size}
                      onInspect={player.memoryOf(member.id) && (() => inspect(member.id))}
                      where={tabs.isHere(member.id) ? 'own tab' : undefined}
                      tab={tabs.isHere(member.id) ? undefined : tabs.addressOf(member.id)}
                    />
                  ))
                : world.members.map(({ id }) => <OpeningColumn key={id} world={world} agent={id} />)}
            </Columns>
            {!scene && (
              <p className="sr" role="status">
                Opening {world.members.length} memories
              </p>
            )}
            <Story world={world} scene={scene} />
          </div>
          <section className="dock" aria-label="Playback and propagation">
            <Transport world={world} player={player} state={state} />
            <Strip
              world={world}
              acts={scenes.at(-1)?.acts ?? []}
              shown={Math.max(shown, 1)}
              onStep={step => void player.goTo(step)}
            />
          </section>
        </>
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
