import { runEffect } from './run-effect'
import { step } from './session'
import { proceed } from './session-send'

/** What decides and does what a room's session asks for. It comes with the connection: a memory without relay loads none of it. */
export const sessionEngine = { step, proceed, runEffect }

export type SessionEngine = typeof sessionEngine
