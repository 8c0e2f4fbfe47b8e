import { type RefObject, useLayoutEffect, useState } from 'react'

/** px above a bar, below which it would hide what is to be decided. */
const enough = 500

/** Whether the part of the page that scrolls is too low for a bar that stays in sight: a small box or window, or one enlarged. */
export function useIsLow(bar: RefObject<HTMLElement | null>): boolean {
  const [isLow, setIsLow] = useState(false)
  useLayoutEffect(() => {
    const frame = bar.current?.closest('.content')
    if (!bar.current || !frame) return
    const measure = () => setIsLow(frame.clientHeight - (bar.current?.offsetHeight ?? 0) < enough)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(frame)
    observer.observe(bar.current)
    return () => observer.disconnect()
  }, [bar])
  return isLow
}
