import { existsSync, readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { Corpus } from '../search/corpus'
import { fill, keepIndex, open, type Place } from './measure'

type Given = [step: string, path: string, place: Place, records: string, workerFile?: string]
const [step, path, place, records, workerFile] = process.argv.slice(2) as Given
const storage = await openLmdbStorage({ path })
if (step === 'fill') await fill(storage, place, Number(records))
else if (step === 'keep') await keepIndex(storage, place)
else {
  const clocks = { wall: () => performance.now(), cpu: threadTime }
  const indexWorker = workerFile === undefined ? false : { start: () => new Worker(workerFile) }
  const watched = step === 'watch' ? clocks : undefined
  const opening = await open(storage, place, new Corpus(Number(records)), watched, indexWorker)
  console.log(JSON.stringify(opening))
}

/** Processor time of this thread, ms; of all threads where the system does not tell. */
function threadTime(): number {
  const ofThread = `/proc/self/task/${process.pid}/schedstat`
  if (existsSync(ofThread)) return Number.parseInt(readFileSync(ofThread, 'utf8'), 10) / 1e6
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
