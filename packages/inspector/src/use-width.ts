import { type RefObject, useLayoutEffect, useState } from 'react'

/**
 * How wide an element is, px, and is again when that changes.
 *
 * @param first what it is taken for until it is measured, which is before anything is painted
 */
export function useWidth(box: RefObject<Element | null>, first: number): number {
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setWidth(Math.round(element.getBoundingClientRect().width))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}
