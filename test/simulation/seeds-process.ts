import { runSeeds } from './run-seeds'

// Started by `run-seeds-aside.ts`: runs its share of the seeds and says what came of each.
const [from, seeds, stride] = process.argv.slice(2).map(Number)

// Whoever started this is gone: so is the reason for it.
process.on('disconnect', () => process.exit(1))
await runSeeds(from!, seeds!, (_, failure) => process.send?.({ failure }), stride)
process.disconnect()
