import type { Memory } from '@commonplace/memory'
import type { Run, Scene } from '../run/run'

/** What a page shows of a run. */
export interface PlayerState {
  /** By step; the first is the team before the script began. */
  readonly scenes: readonly Scene[]
  /** Which of them is looked at. */
  readonly shown: number
  readonly isPlaying: boolean
  /** A new run is being opened; what is shown is of the one before. */
  readonly isOpening: boolean
  readonly error?: unknown
}

const nothingYet: PlayerState = { scenes: [], shown: 0, isPlaying: false, isOpening: true, error: undefined }

/** How long a step is to be looked at while it plays by itself, ms. */
const lookMs = 2600

/** Plays a run forward, and keeps what every step came to, so that people can look back without undoing anything. */
export class Player {
  /** The relay's address, for people to read. */
  readonly relay: string
  readonly #open: () => Promise<Run>
  readonly #steps: number
  readonly #listeners = new Set<() => void>()
  #state = nothingYet
  #run: Run | undefined
  #last: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Counts plays and pauses, so that a play that was paused meanwhile does not go on beside the next one. */
  #plays = 0

  /** @param open opens a run of its own, with nothing in it, at every call */
  constructor(open: () => Promise<Run>, steps: number, relay: string) {
    this.relay = relay
    this.#open = open
    this.#steps = steps
  }

  get state(): PlayerState {
    return this.#state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens a run and plays up to a step. What was shown stays in sight until there is something of the new run to see. */
  start(step: number): Promise<void> {
    return this.#do(async () => {
      await this.#run?.close()
      this.#run = undefined
      this.#set({ error: undefined, isOpening: true })
      this.#run = await this.#open()
      const scenes = [await this.#run.scene(), await this.#run.step()]
      this.#set({ scenes, shown: 1, isOpening: false })
      await this.#playTo(step)
    })
  }

  reset(): Promise<void> {
    this.pause()
    return this.start(1)
  }

  goTo(step: number): Promise<void> {
    return this.#do(() => this.#playTo(step))
  }

  back(): Promise<void> {
    return this.#do(() => this.#playTo(this.#state.shown - 1))
  }

  /** The next step: looked at again if it was played, else played. */
  next(): Promise<void> {
    return this.#do(() => this.#playTo(this.#state.shown + 1))
  }

  play(): void {
    if (this.#state.isPlaying) return
    this.#set({ isPlaying: true })
    const play = ++this.#plays
    const begun = this.#state.shown >= this.#steps ? this.start(1) : this.next()
    void begun.then(() => this.#later(play))
  }

  pause(): void {
    this.#plays++
    clearTimeout(this.#timer)
    this.#set({ isPlaying: false })
  }

  /** Takes an agent away from the relay, or brings it back. */
  toggleAway(agent: string): Promise<void> {
    return this.#now(run => run.setAway(agent, !run.isAway(agent)))
  }

  dispute(): Promise<void> {
    return this.#now(run => run.dispute())
  }

  /** Goes to a step, and looks again at the last: somebody may have written by other means. */
  lookAgain(step: number): Promise<void> {
    return this.#do(async () => {
      const scene = await this.#run?.scene()
      if (scene) this.#set({ scenes: [...this.#state.scenes.slice(0, -1), scene] })
      await this.#playTo(step)
    })
  }

  /** An agent's memory, where it is in this page. */
  memoryOf(agent: string): Memory | undefined {
    return this.#run?.memoryOf(agent)
  }

  async close(): Promise<void> {
    this.pause()
    await this.#do(async () => this.#run?.close())
  }

  #later(play: number): void {
    if (play !== this.#plays) return
    if (this.#state.shown >= this.#steps) this.pause()
    else this.#timer = setTimeout(() => void this.next().then(() => this.#later(play)), lookMs)
  }

  async #playTo(wanted: number): Promise<void> {
    const step = Math.min(Math.max(wanted, 1), this.#steps)
    while (this.#run && this.#state.scenes.length <= step && this.#run.next) {
      const scene = await this.#run.step()
      this.#set({ scenes: [...this.#state.scenes, scene], shown: scene.step })
    }
    this.#set({ shown: Math.min(step, this.#state.scenes.length - 1) })
  }

  /** Something that happens now, whichever step is looked at: its scene takes the place of the last one. */
  #now(act: (run: Run) => Promise<Scene>): Promise<void> {
    return this.#do(async () => {
      if (!this.#run) return
      const scene = await act(this.#run)
      this.#set({ scenes: [...this.#state.scenes.slice(0, -1), scene], shown: this.#state.scenes.length - 1 })
    })
  }

  /** One thing after the other. What fails stops the run, and is shown. */
  #do(work: () => Promise<unknown>): Promise<void> {
    this.#last = this.#last.then(async () => {
      try {
        await work()
      } catch (error) {
        this.pause()
        this.#set({ error, isOpening: false })
      }
    })
    return this.#last
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
