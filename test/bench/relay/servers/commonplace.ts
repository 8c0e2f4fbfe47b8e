import { startRelay } from '@commonplace/relay'

// The rate limits protect rooms of strangers; the bench asks how fast the relay is. Everything else is as it ships.
const limits = { updatesPerSecond: 10_000_000, bytesPerSecond: 10_000_000_000 }
const { PORT, DATA } = process.env
await startRelay({ port: Number(PORT), data: DATA!, insecure: true, limits, onFailure: () => process.exit(1) })
