import type { World } from '../worlds/world'
import { AgentColumn } from './agent-column'
import { Columns } from './columns'
import { OpeningColumn } from './opening-column'
import type { Player, PlayerState } from './player'
import { Story } from './story'
import { Strip } from './strip'
import type { TabAgents } from './tab-agents'
import { Transport } from './transport'

/** The agents side by side with the story, and below them the controls and how every write travelled. */
export function Stage({
  world,
  player,
  state,
  tabs,
  onInspect,
}: {
  world: World
  player: Player
  state: PlayerState
  tabs: TabAgents
  onInspect: (agent: string) => void
}) {
  const { scenes, shown } = state
  // Nothing while the first run opens.
  const scene = shown > 0 ? scenes[shown] : undefined
  const { doing } = world.steps[Math.max(shown - 1, 0)]!
  return (
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
                  onInspect={player.memoryOf(member.id) && (() => onInspect(member.id))}
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
  )
}
