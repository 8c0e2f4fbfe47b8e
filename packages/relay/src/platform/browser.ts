import { crc32 } from './crc32'
import type { Platform } from './platform'

/** A tab or worker: what Node has in native code, in JavaScript. */
export const platform: Platform = {
  crc32,
  holds(bytes, sought) {
    const last = bytes.length - sought.length
    for (let at = bytes.indexOf(sought[0]!); at !== -1 && at <= last; at = bytes.indexOf(sought[0]!, at + 1)) {
      if (sought.every((byte, index) => bytes[at + index] === byte)) return true
    }
    return false
  },
  // A message, since timers are clamped to 4 ms in browsers.
  soon(run) {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      run()
    }
    port2.postMessage(null)
  },
  later: (ms, run) => setTimeout(run, ms),
}
