const heard = new WeakMap<AbortSignal, Set<() => void>>()

const hear = ({ target }: Event) => {
  for (const each of heard.get(target as AbortSignal)!) each()
}

/**
 * Calls a listener when a signal is aborted, at once where it is. All who listen to a signal are one listener of it: a caller may
 * give one signal to a thousand calls, and Node warns of a leak where eleven listen.
 *
 * @returns the function that stops it: while anything listens, a signal that follows others is held for as long as those
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const all = heard.get(signal) ?? new Set()
  heard.set(signal, all.add(listener))
  // Added again it hears no more often.
  signal.addEventListener('abort', hear)
  if (signal.aborted) listener()
  return () => {
    if (all.delete(listener) && all.size === 0) signal.removeEventListener('abort', hear)
  }
}
