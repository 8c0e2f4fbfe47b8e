import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { targetOf } from './target-of'

/**
 * Whose the keys are. An inspector that is the page has them all; one that is a part of a page has them while it is what a
 * person was in last, by pointer or by focus.
 *
 * @returns asked at each key
 */
export function useHearsKeys(box: RefObject<HTMLElement | null>, embedded: boolean): () => boolean {
  const isInside = useRef(false)
  useEffect(() => {
    if (!embedded) return
    const look = (event: Event) => {
      const target = targetOf(event)
      isInside.current = target instanceof Node && (box.current?.contains(target) ?? false)
    }
    addEventListener('focusin', look)
    addEventListener('pointerdown', look, { capture: true })
    return () => {
      removeEventListener('focusin', look)
      removeEventListener('pointerdown', look, { capture: true })
    }
  }, [box, embedded])
  return useCallback(() => !embedded || isInside.current, [embedded])
}
