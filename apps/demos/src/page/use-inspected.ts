import { useEffect, useRef, useState } from 'react'
import type { World } from '../worlds/world'
import type { Player } from './player'
import { addressOfStep, isStepAddress, stepOfAddress } from './step-address'

/** Whose memory the inspector shows in place of the world, if any, and how to have it do so. */
export interface Inspected {
  readonly agent: string | undefined
  /** does nothing for who has no memory open */
  inspect(agent: string | undefined): void
}

/**
 * Keeps what is shown, the world at a step or the inspector of an agent, in step with the page's address and title, so that
 * the browser's way back leads from the inspector to the world; the focus goes back to where it was.
 */
export function useInspected(world: World, player: Player, shown: number): Inspected {
  const [agent, setAgent] = useState<string>()
  // By its id: the button it comes back to is another element.
  const opener = useRef('')
  useEffect(() => {
    const moved = () => {
      if (!isStepAddress(location.hash)) return
      setAgent(undefined)
      void player.lookAgain(stepOfAddress(location.hash, world.steps.length))
    }
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [player, world])
  const isInspecting = agent !== undefined
  useEffect(() => {
    if (isInspecting) return
    document.title = `${world.title} · Commonplace`
    if (shown > 0) history.replaceState(history.state, '', addressOfStep(shown))
  }, [world, shown, isInspecting])
  useEffect(() => {
    if (!isInspecting) document.getElementById(opener.current)?.focus()
  }, [isInspecting])
  return {
    agent,
    inspect(next) {
      if (next === undefined) return
      opener.current = document.activeElement?.id ?? ''
      // A step in the browser's history, so that its way back leads back to the world.
      location.hash = '#overview'
      setAgent(next)
    },
  }
}
