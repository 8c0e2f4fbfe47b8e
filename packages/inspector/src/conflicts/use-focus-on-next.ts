import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Where a dispute goes with the focus in it, the heading of what comes in its place has it: the next one, or what became of this.
 *
 * @returns for the heading of the dispute; the headings in its place are those that a script may focus
 */
export function useFocusOnNext(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const place = heading.current?.closest('.case')
    return () => {
      // Asked before it is gone, and done once the next is there.
      if (place?.matches(':focus-within'))
        queueMicrotask(() => place.querySelector<HTMLElement>('[tabindex="-1"]')?.focus())
    }
  }, [])
  return heading
}
