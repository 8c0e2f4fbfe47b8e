import { platform } from '#platform'
import { CommonplaceError } from './errors'
import type { Pause } from './model'

const loaders = new Set<() => Promise<unknown>>()
const entering = new Set<Promise<unknown>>()

/**
 * A part of the library that opening, adding, searching and syncing do without. A bundler puts it into a file of its own,
 * which is fetched with the first call, or in an idle moment by `loadParts`, so that a page that goes offline has it.
 *
 * @param load the dynamic import, of a module that exports the part's verbs
 * @returns calls a verb of the part once it is there. A file that could not be fetched is tried again with the next call.
 * @throws CommonplaceError `offline` when it cannot be fetched
 * @example
 * const part = lazy(() => import('./part'))
 * retract(id: string, reason: string) {
 *   return part(verbs => verbs.retract(this.core, id, reason))
 * }
 */
export function lazy<Part>(load: () => Promise<Part>): <T>(use: (part: Part) => T | Promise<T>) => Promise<T> {
  const loaded = lazyData(load)
  loaders.add(loaded)
  return async use => {
    const part = loaded()
    entering.add(part)
    try {
      // Before whoever waits for `verbsBegun` goes on.
      return use(await part)
    } finally {
      entering.delete(part)
    }
  }
}

/** Resolves when the verbs that were called so far have begun; undefined when none waits for its part. */
export function verbsBegun(): Promise<unknown> | undefined {
  return entering.size > 0 ? Promise.allSettled(entering) : undefined
}

/**
 * Data that few need and that is large, such as the tokens of a model: fetched with the first call only.
 *
 * @throws CommonplaceError `offline` when it cannot be fetched, in the promise; it is tried again with the next call
 */
export function lazyData<Data>(load: () => Promise<Data>): () => Promise<Data> {
  let loading: Promise<Data> | undefined
  return () => {
    // Where a bundler's import needs a policy that the page forbids, it throws before there is a promise.
    loading ??= (async () => platform.inTurn(load))().catch(error => {
      loading = undefined
      throw new CommonplaceError('offline', `a part of the library could not be loaded: ${error}`, {
        hint: 'call again once the page can be reached; make a service worker one file',
        cause: error,
      })
    })
    return loading
  }
}

/** Loads every part, so that no later call has to. */
export async function loadParts(pause: Pause): Promise<void> {
  const loading: Promise<unknown>[] = []
  for (const load of [...loaders]) {
    // Who calls it later learns why it could not be fetched.
    loading.push(load().catch(() => {}))
    // To ask for all of them at once holds a page for longer than a frame.
    const turn = pause()
    if (turn) await turn
  }
  await Promise.all(loading)
}
