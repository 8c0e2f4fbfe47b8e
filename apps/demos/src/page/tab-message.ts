import type { agentVerbs } from '../agent/agent-verbs'

export type TabVerb = 'open' | (typeof agentVerbs)[number]

/** What a world's page and the tabs of its agents say to each other, on a channel of that page. */
export type TabMessage =
  /** the page: who is there? */
  | { readonly type: 'who' }
  | { readonly type: 'here'; readonly member: string }
  | {
      readonly type: 'call'
      readonly member: string
      readonly id: number
      readonly verb: TabVerb
      readonly args: unknown
    }
  | { readonly type: 'answer'; readonly id: number; readonly value?: unknown; readonly failed?: string }
  /** a tab's socket to the relay's rooms in the page, where no server runs */
  | { readonly type: 'dial' | 'opened'; readonly socket: string }
  | { readonly type: 'up'; readonly socket: string; readonly data: Uint8Array }
  | { readonly type: 'down'; readonly socket: string; readonly data: ArrayBuffer }
  | { readonly type: 'hung-up' | 'ended'; readonly socket: string; readonly code: number; readonly reason: string }

export const channelName = (page: string): string => `world ${page}`

/** Held by a member's tab while it is open. */
export const lockName = (page: string, member: string): string => `world ${page} ${member}`
