import { Worker } from 'node:worker_threads'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { Corpus } from '../search/corpus'
import { fill, keepIndex, open, type Place } from './measure'

const [step, path, place, records, workerFile] = process.argv.slice(2) as [string, string, Place, string, string?]
const storage = await openLmdbStorage({ path })
if (step === 'fill') await fill(storage, place, Number(records))
else if (step === 'keep') await keepIndex(storage, place)
else {
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  const clocks = { wall: () => performance.now(), cpu }
  const indexWorker = workerFile === undefined ? false : { start: () => new Worker(workerFile) }
  const opening = await open(storage, place, new Corpus(Number(records)), clocks, indexWorker)
  console.log(JSON.stringify(opening))
}
