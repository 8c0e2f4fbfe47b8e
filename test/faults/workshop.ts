import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary folder and the processes of one run: all gone when the run is, however it ends. */
export class Workshop {
  readonly folder: string
  readonly #children = new Set<ChildProcess>()
  readonly #onExit = () => {
    this.#killAll()
    rmSync(this.folder, { recursive: true, force: true })
  }
  readonly #onSignal = () => process.exit(130)

  private constructor(folder: string) {
    this.folder = folder
    process.once('exit', this.#onExit)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, this.#onSignal)
  }

  /** Does the work in a new folder under the system's temporary one. */
  static async use<T>(name: string, work: (workshop: Workshop) => Promise<T>): Promise<T> {
    const workshop = new Workshop(await mkdtemp(join(tmpdir(), `commonplace-${name}-`)))
    try {
      return await work(workshop)
    } finally {
      await workshop.#end()
    }
  }

  /** A process that is killed with the run. */
  adopt<Child extends ChildProcess>(child: Child): Child {
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
    return child
  }

  #killAll(): void {
    for (const child of this.#children) child.kill('SIGKILL')
  }

  async #end(): Promise<void> {
    const gone = [...this.#children].map(child => once(child, 'exit'))
    this.#killAll()
    await Promise.all(gone)
    process.off('exit', this.#onExit)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.#onSignal)
    await rm(this.folder, { recursive: true, force: true })
  }
}
