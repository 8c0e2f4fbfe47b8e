import type { Agent } from './agent'

/** Every verb of an agent, for those that call it from elsewhere. */
export const agentVerbs = [
  'register',
  'add',
  'assert',
  'read',
  'resolve',
  'validate',
  'dependents',
  'whoKnows',
  'call',
  'context',
  'knock',
  'leave',
  'come',
  'view',
  'copy',
  'history',
  'holds',
  'runs',
  'close',
] as const satisfies readonly Exclude<keyof Agent, 'id'>[]
