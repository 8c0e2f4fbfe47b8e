import type { Memory } from '@commonplace/memory'
import { useEffect, useRef, useState } from 'react'

/** A memory on its way: being opened, there, or not to be had. */
export type Opening =
  | { readonly phase: 'opening' }
  | { readonly phase: 'open'; readonly memory: Memory }
  | { readonly phase: 'failed'; readonly error: unknown }

const opening: Opening = { phase: 'opening' }
const closed = { state: opening }

/** What components that are gone opened, until it is closed: it may not even be open yet when the next one comes. */
const leaving = new WeakMap<() => Promise<Memory>, Promise<unknown>>()

/**
 * Opens a memory for as long as the component is mounted, and closes it then. One is closed before the next is opened, so
 * that the next one finds the store free: also under strict mode, which mounts everything twice, and when another component opens
 * it, such as that of the next route.
 *
 * @param open calls `openMemory`; the same function from render to render (outside of the component, or `useCallback`),
 * another one opens another memory
 */
export function useOpenMemory(open: () => Promise<Memory>): Opening {
  const [{ by, state }, setState] = useState<{ by?: typeof open; state: Opening }>(closed)
  const before = useRef<Promise<unknown>>(Promise.resolve())
  useEffect(() => {
    let wanted = true
    const opened = Promise.all([before.current, leaving.get(open)]).then(() => (wanted ? open() : undefined))
    opened.then(
      memory => wanted && memory && setState({ by: open, state: { phase: 'open', memory } }),
      (error: unknown) => wanted && setState({ by: open, state: { phase: 'failed', error } }),
    )
    return () => {
      wanted = false
      setState(closed)
      before.current = opened.then(memory => memory?.close()).catch(() => undefined)
      leaving.set(open, Promise.all([before.current, leaving.get(open)]))
    }
  }, [open])
  // The render that asks for another memory comes before the effect that lets go of the last one, which may be another user's.
  return by === open ? state : opening
}
