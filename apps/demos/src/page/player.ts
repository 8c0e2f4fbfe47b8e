import type { Memory } from '@commonplace/memory'
import type { Run, Scene } from '../run/run'

/** What a page shows of a run. */
export interface PlayerState {
  /** By step; the first is the team before the script began. */
  readonly scenes: readonly Scene[]
  /** Which of them is looked at. */
  readonly shown: number
  readonly isPlaying: boolean
  /** Something is under way. */
  readonly isBusy: boolean
  readonly error?: unknown
}

const nothingYet: PlayerState = { scenes: [], shown: 0, isPlaying: false, isBusy: true, error: undefined }

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

  /** Opens a run and plays up to a step. */
  start(step: number): Promise<void> {
    return this.#do(async () => {
      await this.#run?.close()
      this.#run = undefined
      this.#set({ ...nothingYet, isPlaying: this.#state.isPlaying })
      this.#run = await this.#open()
      this.#set({ scenes: [await this.#run.scene()] })
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
    if (this.#state.shown >= this.#steps) void this.start(1).then(() => this.#later())
    else void this.next().then(() => this.#later())
  }

  pause(): void {
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

  /** Looks again: somebody may have written by other means. */
  refresh(): Promise<void> {
    return this.#now(run => run.scene())
  }

  /** An agent's memory, where it is in this page. */
  memoryOf(agent: string): Memory | undefined {
    return this.#run?.memoryOf(agent)
  }

  async close(): Promise<void> {
    this.pause()
    await this.#do(async () => this.#run?.close())
  }

  #later(): void {
    if (!this.#state.isPlaying) return
    if (this.#state.shown >= this.#steps) this.pause()
    else this.#timer = setTimeout(() => void this.next().then(() => this.#later()), lookMs)
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
      this.#set({ isBusy: true })
      try {
        await work()
      } catch (error) {
        clearTimeout(this.#timer)
        this.#set({ error, isPlaying: false })
      }
      this.#set({ isBusy: false })
    })
    return this.#last
  }

  #set(change: Partial<PlayerState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
