import type { Core } from '../core'
import type { Json } from '../model'
import { teamSpaceOf } from '../space/team-space'
import type { WorkProgress } from './progress'

/** What an agent shows of one call of `work.once`. */
export interface CallMark {
  /** Short for its space and line, as its progress is. */
  readonly shown: string
  /** Absent, as its space, for another agent's call outside of the team's space: that is told to nobody. */
  readonly key?: string
  readonly space?: string
  /** When the latest run began, ms. */
  readonly at: number
  /** How many runs of it the agent began. */
  readonly started: number
  /** What the latest run ended with, if it failed. */
  readonly error?: string
}

const prefix = 'call:'
/** Quicker calls are not worth a frame to everybody. */
const showAfterMs = 500
/** How long a failure is shown. */
const failedFor = '60s'
/** So many failures of its own a memory remembers until it closes. */
const mostFailures = 100
const longest = 120

const kept = new WeakMap<Core, CallMarks>()

/** The marks of a memory; made when it first runs something. */
export function callMarksOf(core: Core, progress: WorkProgress): CallMarks {
  const marks = kept.get(core) ?? new CallMarks(core, progress)
  kept.set(core, marks)
  return marks
}

/**
 * Which calls run now, and which failed a moment ago. An agent shows its own on the presence lane, beside their progress, so
 * that people see who is at work; nobody keeps it, and nothing is decided by it.
 */
export class CallMarks {
  private readonly core: Core
  readonly #progress: WorkProgress
  readonly #own = new Map<string, CallMark>()
  readonly #failures: CallMark[] = []

  constructor(core: Core, progress: WorkProgress) {
    this.core = core
    this.#progress = progress
  }

  /** A run begins. @returns what is to be called when it is over, with the reason if it failed */
  begin(shown: string, key: string, space: string): (failure?: { readonly reason: unknown }) => void {
    const { core } = this
    const mark = { shown, key, space, at: core.now(), started: (this.#own.get(shown)?.started ?? 0) + 1 }
    this.#own.set(shown, mark)
    const timer = core.timers.set(showAfterMs, () => this.#show(mark))
    return failure => {
      core.timers.clear(timer)
      if (this.#own.get(shown) !== mark) return
      if (failure === undefined || core.closed()) {
        this.#own.delete(shown)
        if (!core.closed()) this.#progress.working.clear(prefix + shown)
      } else {
        const failed = { ...mark, error: wordsOf(failure.reason) }
        this.#own.set(shown, failed)
        this.#failures.push(failed)
        const oldest = this.#failures.length > mostFailures ? this.#failures.shift() : undefined
        if (oldest && this.#own.get(oldest.shown) === oldest) this.#own.delete(oldest.shown)
        this.#show(failed, failedFor)
      }
    }
  }

  /** What agents that are here show, this one first. */
  list(): { readonly agent: string; readonly mark: CallMark }[] {
    const own = [...this.#own.values()].map(mark => ({ agent: this.core.identity.agent, mark }))
    const others = this.#progress.peers.value.flatMap(({ agent, working = {} }) =>
      Object.entries(working).flatMap(([key, value]) => {
        const mark = key.startsWith(prefix) ? this.#readMark(key.slice(prefix.length), value) : undefined
        return mark ? [{ agent, mark }] : []
      }),
    )
    return [...own, ...others]
  }

  /** An agent that shows much else shows less of its calls. */
  #show({ shown, key, space, at, started, error }: CallMark, expires?: string): void {
    const told = space === teamSpaceOf(this.core.topology) ? key?.slice(0, longest) : undefined
    const said = [1, at, started, told ?? null, ...(error === undefined ? [] : [error])]
    try {
      this.#progress.working.set(prefix + shown, said, { shown: true, ...(expires !== undefined && { expires }) })
    } catch {
      // Nothing rests on it.
    }
  }

  #readMark(shown: string, value: Json): CallMark | undefined {
    if (!Array.isArray(value) || value[0] !== 1) return undefined
    const [, at, started, key, error] = value as readonly Json[]
    if (typeof at !== 'number' || !Number.isSafeInteger(started)) return undefined
    return {
      shown,
      at,
      started: started as number,
      ...(typeof key === 'string' && { key, space: teamSpaceOf(this.core.topology) }),
      ...(typeof error === 'string' && { error }),
    }
  }
}

function wordsOf(reason: unknown): string {
  const code = (reason as { code?: unknown } | null)?.code
  return (typeof code === 'string' ? code : reason instanceof Error ? reason.name : 'failed').slice(0, longest)
}
