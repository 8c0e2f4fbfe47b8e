import { rangeOf, type Storage } from '@commonplace/storage'
import { artifactPart, whereHeld } from './artifacts/load'
import type { Core } from './core'
import { followReinforcement } from './gate/follow-reinforcement'
import { hasAny } from './has-any'
import { storeName } from './identity'
import { lazy, loadParts } from './lazy'
import type { Pause } from './model'
import type { OpenOptions } from './open-options'
import { sealedStorage } from './open-storage'
import type { Platform } from './platform/platform'
import { promotionArea } from './rescope/promotion-area'
import type { CollectOptions } from './store/collect'
import { toCommonplaceError } from './to-commonplace-error'
import { startCompactor } from './upkeep/compactor'

const scopingPart = lazy(() => import('./rescope/part'))
const storePart = lazy(() => import('./store/part'))

/** What it is done with. */
export interface Background extends Pick<CollectOptions, 'connect' | 'createPool' | 'randomClientId'> {
  readonly options: OpenOptions
  readonly platform: Pick<Platform, 'whenIdle' | 'whenFree' | 'leftStores'>
  /** between files that are asked for */
  readonly pause: Pause
}

/**
 * What a memory does by itself once it is open: what an earlier session left half done, what comes from the relay beside the
 * spaces, what is let go in time, and in idle moments what a later call would wait for.
 */
export function startBackground(core: Core, background: Background): void {
  const { platform, pause } = background
  const { connection } = core
  const unlessClosed = (during: string) => (error: unknown) => {
    if (core.closed()) return
    core.events.emit('error', { error: toCommonplaceError(error, `agent "${core.identity.agent}"`), during })
  }
  core.pool.openUnsent().catch(unlessClosed('sending'))
  whereHeld(core, part => part.resumeArtifacts(core)).catch(unlessClosed('sending artifacts'))
  finishBegun(core).catch(unlessClosed('promoting'))
  if (connection) core.policyLog.follow(connection).catch(unlessClosed('following the policy'))
  followReinforcement(core)
  startCompactor(core)
  platform.whenIdle(() => loadParts(pause))
  platform.whenIdle(() => {
    if (!core.closed()) core.index.wake().catch(() => {})
  })
  platform.whenFree(() => {
    const onError = unlessClosed('taking in a left store')
    if (!core.closed()) takeInLeft(core, background, onError)?.catch(onError)
  })
}

/** What an earlier session promoted and did not write down is written down. */
async function finishBegun(core: Core): Promise<void> {
  if (await hasAny(core.storage, rangeOf(promotionArea))) await scopingPart(part => part.finishPromotions(core))
}

/** @returns undefined where no other process or tab can have left a store */
function takeInLeft(core: Core, background: Background, onError: (error: unknown) => void): Promise<void> | undefined {
  const { options, platform, connect, createPool, randomClientId } = background
  if (typeof options.storage === 'object' || !platform.leftStores) return undefined
  const over = new AbortController()
  core.onClose(() => over.abort())
  const left = platform.leftStores(storeName(core.identity), { place: options.storage })
  const unseal = (sealed: Storage) => sealedStorage(sealed, options)
  const takeArtifacts: CollectOptions['takeArtifacts'] = artifacts =>
    artifactPart(part => part.takeArtifacts(core, artifacts))
  const into = { pool: core.pool, connect, createPool, takeArtifacts, randomClientId, signal: over.signal }
  return storePart(({ collectAll }) => collectAll(left, unseal, into, onError))
}
