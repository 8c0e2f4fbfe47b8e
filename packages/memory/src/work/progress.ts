import type { Json, JsonObject } from '../model'
import type { Observable } from '../sync'
import type { WorkingMemory } from '../working/working-memory'

/** How far a run is, in its own words: any JSON, and the agent that runs it. */
export type ProgressListener = (progress: Json, agent: string) => void

export interface Shower {
  readonly agent: string
  readonly working?: JsonObject
}

/**
 * What runs say of how far they are. It goes through the presence lane like shown working memory: nobody keeps it, a late
 * word stands for those before it, and who is not connected hears nothing.
 */
export class WorkProgress {
  readonly #own: string
  readonly working: WorkingMemory
  readonly peers: Observable<readonly Shower[]>
  readonly #listeners = new Map<string, Set<ProgressListener>>()

  constructor(own: string, working: WorkingMemory, peers: Observable<readonly Shower[]>) {
    this.#own = own
    this.working = working
    this.peers = peers
  }

  /** @throws CommonplaceError `invalid-input`, `content-too-large`: with all else that is shown 4 kB at most */
  tell(key: string, progress: Json): void {
    this.working.set(key, progress, { shown: true })
    for (const listener of this.#listeners.get(key) ?? []) listener(progress, this.#own)
  }

  /** The run is over. */
  end(key: string): void {
    this.working.clear(key)
  }

  /** Hears what is said of a key from now on, here and elsewhere. @returns the function that stops listening */
  listen(key: string, listener: ProgressListener): () => void {
    const here = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, here.add(listener))
    let last = ''
    const hear = (peers: readonly Shower[]): void => {
      for (const { agent, working } of peers) {
        const progress = working?.[key]
        if (progress === undefined) continue
        const said = JSON.stringify([agent, progress])
        if (said !== last) listener(progress, agent)
        last = said
      }
    }
    hear(this.peers.value)
    const stop = this.peers.subscribe(hear)
    return () => {
      stop()
      here.delete(listener)
      if (here.size === 0) this.#listeners.delete(key)
    }
  }
}
