import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { jsonFault } from '../model/json'
import { type RunContext, type RunOptions, runWork } from './run'

/**
 * Runs a function for a result that can be kept.
 *
 * @throws CommonplaceError `invalid-input` for one that is no JSON, saying where in it; as {@link runWork}
 */
export async function runForResult<T>(
  core: Core,
  key: string,
  fn: (context: RunContext) => T | Promise<T>,
  options: RunOptions,
): Promise<T> {
  const value = await runWork(core, key, fn, options)
  const fault = value === undefined ? undefined : jsonFault(value, 'result')
  if (fault === undefined) return value
  const { agent } = core.identity
  throw new CommonplaceError(
    'invalid-input',
    `agent "${agent}", work.once: ${key} came to what cannot be kept: ${fault}`,
    {
      hint: 'return JSON, or undefined',
    },
  )
}
