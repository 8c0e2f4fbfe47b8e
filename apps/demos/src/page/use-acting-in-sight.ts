import { type RefObject, useEffect } from 'react'

/**
 * Where the agents are a row that is scrolled sideways, brings the first that acts in this step into sight, if none who acts is.
 *
 * @param acting their places in the row, from 0 up
 */
export function useActingInSight(row: RefObject<HTMLElement | null>, step: number, acting: readonly number[]): void {
  const places = acting.join()
  useEffect(() => {
    const element = row.current
    if (step === 0 || places === '' || !element || element.scrollWidth <= element.clientWidth) return
    const columns = places.split(',').map(place => element.children[Number(place)] as HTMLElement)
    const { left, right } = element.getBoundingClientRect()
    const isInSight = (column: HTMLElement) => {
      const box = column.getBoundingClientRect()
      return box.left >= left && box.right <= right
    }
    if (columns.some(isInSight)) return
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const margin = Number.parseFloat(getComputedStyle(element).scrollPaddingLeft)
    element.scrollTo({ left: columns[0]!.offsetLeft - (margin || 0), behavior: isCalm ? 'instant' : 'smooth' })
  }, [row, step, places])
}
