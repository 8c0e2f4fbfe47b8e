import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded before every server of the bench: says on request what the process has used, and ends it with its parent.
const resolution = 10
const delays = monitorEventLoopDelay({ resolution })
delays.enable()

process.on('message', request => {
  if (request.end) process.exit()
  if (request.collect) {
    globalThis.gc()
    globalThis.gc()
  }
  const askedCpuMs = cpuMs()
  const loopBlockMs = Math.max(0, delays.max / 1e6 - resolution)
  if (request.reset) delays.reset()
  const reading = {
    askedCpuMs,
    memoryMb: process.memoryUsage.rss() / 1e6,
    ownMb: ownMb(),
    peakMb: process.resourceUsage().maxRSS / 1000,
    loopBlockMs,
  }
  process.send({ ...reading, answeredCpuMs: cpuMs() })
})
process.on('disconnect', () => process.exit())

function cpuMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

// Without the pages of files, such as the program and a store that is mapped, which the kernel takes back when it needs them; Linux tells.
function ownMb() {
  if (process.platform !== 'linux') return null
  return (Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024) / 1e6
}
