import { Icon, type IconName } from '@commonplace/inspector'
import type { World } from '../worlds/world'
import type { Player, PlayerState } from './player'

export interface TransportProps {
  readonly world: World
  readonly player: Player
  readonly state: PlayerState
}

/** Play, step, reset, and what a person can do to the team. */
export function Transport({ world, player, state }: TransportProps) {
  const { scenes, shown, isPlaying, isOpening } = state
  const isAway = scenes.at(-1)?.views[world.away]?.isOnline === false
  const isOver = shown >= world.steps.length
  const { at } = world.steps[Math.max(shown - 1, 0)]!
  return (
    <div className="transport">
      <Control
        className="primary"
        icon={isPlaying ? 'pause' : 'play'}
        word={isPlaying ? 'Pause' : isOver ? 'Play again' : 'Play'}
        short={isPlaying ? 'Pause' : isOver ? 'Again' : 'Play'}
        hint="Space"
        onPress={() => (isPlaying ? player.pause() : player.play())}
      />
      <Control
        className="square"
        icon="step-back"
        label="Back a step"
        short="Back"
        isOff={shown <= 1}
        onPress={() => player.back()}
      />
      <Control icon="step-on" word="Step" hint="→" isOff={isOver} onPress={() => player.next()} />
      <span className="at">
        <b>{shown}</b> / {world.steps.length}{' '}
        <span className="t">· {isOpening ? (shown === 0 ? 'opening' : 'opening a new run') : at}</span>
      </span>
      <div className="end">
        <Control
          icon="off"
          word={isAway ? `Bring ${world.away} back` : `Take ${world.away} offline`}
          short={isAway ? 'Online' : 'Offline'}
          hint="O"
          onPress={() => player.toggleAway(world.away)}
        />
        <Control icon="fork" word="Cause a conflict" short="Conflict" hint="C" onPress={() => player.dispute()} />
        <Control className="quiet reset" icon="reset" word="Reset" hint="R" onPress={() => player.reset()} />
      </div>
    </div>
  )
}

interface ControlProps {
  readonly icon: IconName
  readonly word?: string
  readonly label?: string
  /** In place of the word where there is little room. */
  readonly short?: string
  readonly hint?: string
  readonly className?: string
  /** There is nothing for it to do. It keeps the focus, so that who presses it once too often is not thrown to the top. */
  readonly isOff?: boolean
  readonly onPress: () => void
}

function Control({ icon, word, label, short, hint, className = '', isOff, onPress }: ControlProps) {
  return (
    <button
      type="button"
      className={`btn ${className}`}
      aria-label={label}
      aria-disabled={isOff || undefined}
      title={label ?? word}
      onClick={isOff ? undefined : onPress}
    >
      <Icon name={icon} />
      {word && <span className={short ? 'long' : undefined}>{word}</span>}
      {short && (
        <span className="short" aria-hidden="true">
          {short}
        </span>
      )}
      {hint && <kbd>{hint}</kbd>}
    </button>
  )
}
