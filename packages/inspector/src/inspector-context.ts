import { createContext, use } from 'react'
import type { Address } from './address'
import type { Arrivals } from './arrivals'
import type { DeviceRoom } from './device-room'
import type { DurableTimes } from './durable-times'
import type { FeedState } from './feed'
import type { InspectedMemory, InspectedStatus } from './memory-face'
import type { Identity } from './model/identity'
import type { Link } from './model/link'
import type { Route } from './model/route'
import type { Unreachable } from './unreachable'

/** Whose memory this is: the agent that the tab itself is. */
export interface Self {
  readonly agent: string
  readonly user?: string
  readonly tenant: string
}

/** What every view reads; one value for the page. */
export interface InspectorState {
  readonly memory: InspectedMemory
  readonly self: Self
  /** The relay's address, or nothing for a memory without one. */
  readonly relay?: string
  readonly route: Route
  readonly goTo: Address['goTo']
  readonly feed: FeedState
  readonly status: InspectedStatus
  /** The connection in words. */
  readonly link: Link
  readonly unreachable: Unreachable | null
  readonly identities: ReadonlyMap<string, Identity>
  /** How long the writes of this page took to become durable. */
  readonly times: DurableTimes
  /** How long the writes of others took to be here. */
  readonly arrivals: Arrivals
  /** Takes a token for the relay, where the page can use one. */
  readonly onToken?: (token: string) => void
  /** Goes to another memory, where the page can. */
  readonly onLeave?: () => void
  /** Measures the room that this device gives the page. */
  readonly deviceRoom: () => Promise<DeviceRoom | undefined>
  readonly now: () => Date
  /** The inspector has too little room for a rail beside its views. */
  readonly isNarrow: boolean
  /** It is one part of a page among others. */
  readonly embedded: boolean
  /** Whether a key that is pressed now is this inspector's. */
  readonly hearsKeys: () => boolean
}

export const InspectorContext = createContext<InspectorState | null>(null)

/** The page's state; a component outside `<Inspector>` is a mistake of the caller. */
export function useInspector(): InspectorState {
  const state = use(InspectorContext)
  if (!state) throw new Error('this component must stand inside <Inspector>')
  return state
}
