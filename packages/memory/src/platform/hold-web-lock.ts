import type { HoldName } from '../tabs/channel'

/** A name that one tab or worker of the origin has at a time, as a Web Lock. */
export const holdWebLock: HoldName = (name, { isTaken = false, onHeld, onLost }) => {
  const waiting = new AbortController()
  let isOver = false
  // Once it is held.
  let letGo: (() => void) | undefined
  const hold = () => {
    if (isOver) return
    const untilOver = new Promise<void>(resolve => {
      letGo = resolve
    })
    onHeld()
    return untilOver
  }
  navigator.locks.request(name, isTaken ? { steal: true } : { signal: waiting.signal }, hold).catch(() => {
    // Somebody took it. A page that is being left is refused every lock, and would ask for it again and again.
    if (letGo && !isOver) onLost?.()
  })
  return () => {
    isOver = true
    letGo?.()
    waiting.abort()
  }
}
