import { hasFreed } from './freeing'
import { isBorrowing } from './is-borrowing'
import type { SessionEngine } from './replica-core'
import { runEffect } from './run-effect'
import { step } from './session'
import { proceed } from './session-send'

/** The engine that connections bring. */
export const sessionEngine: SessionEngine = { step, proceed, runEffect, isBorrowing, hasFreed }
