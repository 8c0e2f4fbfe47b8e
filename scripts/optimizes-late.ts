import { spawnSync } from 'node:child_process'

const flags = ['--interrupt-budget=1000000']

/**
 * Has V8 optimize functions when they have run fifteen times as long as Node 20 asks for: where much code runs for half a minute, few
 * are run for the time that it takes. Nothing for a Node whose V8 does not have the flag, which would not start with it.
 */
export const optimizesLate: readonly string[] =
  spawnSync(process.execPath, [...flags, '--version']).status === 0 ? flags : []
