import type { Timers } from '../sync'

export const now = (): number => Date.now()

/** The timers of Node and of browsers. They hold 31 bits of ms, 24 days: what is to come later comes then, and not at once. */
export const globalTimers: Timers = {
  set: (ms, callback) => setTimeout(callback, Math.min(ms, 2 ** 31 - 1)),
  clear: handle => clearTimeout(handle as ReturnType<typeof setTimeout>),
}

/** A turn of the event loop, by a message channel: timers are clamped to 4 ms in browsers. */
export function yieldToLoop(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
