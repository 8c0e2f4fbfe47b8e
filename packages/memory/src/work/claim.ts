import type { LeaseToken } from '@commonplace/protocol'
import { abortable } from '../abortable'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { parseDuration } from '../model'
import type { Space } from '../space/space'
import type { HeldLease } from '../sync'
import { toCommonplaceError } from '../to-commonplace-error'
import { askForLease } from './ask'
import { deskOf } from './desk'
import type { ClaimOptions } from './input'
import { whenReach } from './reach'
import type { WorkKey } from './work-key'

/** A lease on a piece of work: nobody else has it meanwhile. Renewed by itself until it is released, lost, or the memory closes. */
export interface WorkLease {
  readonly key: string
  /** Numbers of one epoch only grow: hand it to whatever the work writes to, so that it can refuse who lost the lease. */
  readonly token: LeaseToken
  /** Aborted as soon as somebody else may have it: stop then. */
  readonly lost: AbortSignal
  /** @throws CommonplaceError `lease-lost`, `offline` */
  renew(): Promise<void>
  /** Gives it back; who waits for it hears of it. */
  release(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** How long others wait for a holder that is silent. */
export const defaultLease = '30s'

/**
 * The lease of a key.
 *
 * @returns undefined when somebody has it, this memory too, and the caller does not wait
 * @throws CommonplaceError `offline` when the relay is out of reach and the caller does not wait; the relay's code where it lets
 * this agent in no more; the signal's reason
 */
export async function claimLease(
  core: Core,
  space: Space,
  { line, text }: WorkKey,
  { lease = defaultLease, wait = true, signal: own }: Pick<ClaimOptions, 'lease' | 'wait' | 'signal'>,
): Promise<HeldLease | undefined> {
  space.checkRelay()
  const desk = deskOf(core)
  const signal = desk.signalOf(own)
  const request = { ttlMs: parseDuration(lease), holder: desk.newHolder() }
  for (;;) {
    const answer = await askForLease(core, space, line, request, signal)
    if (typeof answer === 'string') {
      const untilHere = async (each: AbortSignal) => {
        if (wait) return whenReach(core, space, reach => reach !== 'away', each)
        await null
        each.throwIfAborted()
        throw new CommonplaceError('offline', `the relay cannot be asked for a lease of ${text} now`, {
          hint: 'wait for it, or claim again when memory.sync.status says online',
        })
      }
      await space.welcome(untilHere, signal)
    } else if ('lease' in answer) return desk.keep(answer.lease)
    else if (!wait) return undefined
    else await abortable(answer.other.ended, signal)
  }
}

/**
 * The lease of a key as callers hold it. The space stays open for as long as it is held.
 *
 * @param name of the space
 * @returns undefined, and throws, as `claimLease` does
 */
export async function claimWorkLease(
  core: Core,
  name: string,
  work: WorkKey,
  options: Pick<ClaimOptions, 'lease' | 'wait' | 'signal'>,
): Promise<WorkLease | undefined> {
  const space = await core.pool.acquire(name)
  let isOpen = true
  const letGo = () => {
    if (isOpen) core.pool.release(name)
    isOpen = false
  }
  let held: HeldLease | undefined
  try {
    held = await core.turnstile.aside(claimLease(core, space, work, options))
    return held && toWorkLease(core, held, work.text, letGo)
  } finally {
    if (!held) letGo()
  }
}

function toWorkLease(core: Core, held: HeldLease, key: string, onRelease: () => void): WorkLease {
  const release = async () => {
    await held.release()
    onRelease()
  }
  held.lost.addEventListener('abort', onRelease, { once: true })
  return Object.freeze({
    key,
    token: Object.freeze({ ...held.token }),
    lost: held.lost,
    async renew() {
      try {
        await held.renew()
      } catch (error) {
        throw toCommonplaceError(error, `agent "${core.identity.agent}", lease of ${key}`)
      }
    },
    release,
    [Symbol.asyncDispose]: release,
  })
}
