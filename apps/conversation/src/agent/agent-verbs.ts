import type { Turn } from '../conversation'

/** Who an agent is and where it remembers. */
export interface AgentOptions {
  readonly agent: string
  /** Whose turns it writes; '' for nobody's. */
  readonly speaker: string
  readonly relay: string
  /** Folder of its own store. */
  readonly store: string
  /** Each conversation is a tenant of its own: agents of one never meet those of another. */
  readonly tenant: string
}

/** A record this agent wrote. */
export interface Written {
  readonly id: string
  readonly turn: string
  /** When `add` was called, in ms on the clock of this machine. */
  readonly at: number
}

/** A record of another agent that arrived. */
export interface Arrival {
  readonly id: string
  /** When the change event told of it, in ms on the clock of this machine. */
  readonly at: number
}

/** What one replica of the shared space holds. */
export interface Replica {
  readonly hash: string
  /** Content by record id. */
  readonly records: Readonly<Record<string, string>>
}

/** What was found for a question. */
export interface Found {
  /** Record ids, best first. */
  readonly ids: readonly string[]
  /** How long the search took. */
  readonly ms: number
}

/** What an agent's process does when it is told to. */
export type AgentVerbs = {
  /** Opens the memory. */
  open(options: AgentOptions): Promise<void>
  /** Writes notes into the private space. */
  keep(texts: readonly string[]): Promise<void>
  /** Writes its own turns, each as soon as the turn before it has arrived. */
  talk(turns: readonly Turn[]): Promise<Written[]>
  /** Writes its own turns at once, waiting for nobody. */
  write(turns: readonly Turn[]): Promise<Written[]>
  /** Loses the connection. */
  pause(input: null): Promise<void>
  /** Gets it back; resolves when everything written here is on the relay's disk. */
  resume(input: null): Promise<void>
  /** Resolves when everything written here is on the relay's disk. */
  flush(input: null): Promise<void>
  /** Waits until the shared space holds so many records; resolves with how many it holds, fewer after the time is over. */
  gather(input: { count: number; withinMs: number }): Promise<number>
  /** How many records written here are not on the relay's disk, as far as this agent knows. */
  pending(input: null): Promise<number>
  /** Which turns it has heard of. */
  heard(input: null): Promise<string[]>
  /** When the records of others arrived. */
  arrivals(input: null): Promise<Arrival[]>
  /** What this replica holds of the shared space. */
  replica(input: null): Promise<Replica>
  /** Which of some words stand in any record that this agent can read, in any space. */
  wordsSeen(words: readonly string[]): Promise<string[]>
  /** Answers questions by searching the shared space. */
  search(input: { questions: readonly string[]; limit: number }): Promise<Found[]>
  /** Closes the memory; everything is on this device's disk. */
  close(input: null): Promise<void>
}

/** What an agent tells without being asked: so many more of its turns are written. */
export interface AgentNews {
  readonly written: number
}
