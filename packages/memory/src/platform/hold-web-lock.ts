import type { HoldName } from '../tabs/channel'

/** A name that one tab or worker of the origin has at a time, as a Web Lock. */
export const holdWebLock: HoldName = (name, { isTaken = false, onHeld, onLost }) => {
  const waiting = new AbortController()
  let isOver = false
  let letGo = () => {}
  const untilOver = new Promise<void>(resolve => {
    letGo = resolve
  })
  const hold = () => {
    if (isOver) return
    onHeld()
    return untilOver
  }
  navigator.locks.request(name, isTaken ? { steal: true } : { signal: waiting.signal }, hold).catch(() => {
    // Somebody took it.
    if (!isOver) onLost?.()
  })
  return () => {
    isOver = true
    letGo()
    waiting.abort()
  }
}
