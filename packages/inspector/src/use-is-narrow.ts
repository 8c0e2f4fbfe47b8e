import { type RefObject, useLayoutEffect, useState } from 'react'

/** Below this width the rail gives way to a tab bar and tables to two-line lists; the styles say the same. */
const narrow = 880

/**
 * Whether an element has so little room, wherever in the page it stands.
 *
 * @returns `false` until it is measured, which is before anything is painted
 */
export function useIsNarrow(box: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setIsNarrow] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setIsNarrow(element.clientWidth <= narrow)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return isNarrow
}
