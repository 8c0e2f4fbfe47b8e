import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { Corpus } from '../search/corpus'
import { fill, keepIndex, open, type Place } from './measure'

const [step, path, place, records] = process.argv.slice(2) as [string, string, Place, string]
const storage = await openLmdbStorage({ path })
if (step === 'fill') await fill(storage, place, Number(records))
else if (step === 'keep') await keepIndex(storage, place)
else {
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  const opening = await open(storage, place, new Corpus(Number(records)), { wall: () => performance.now(), cpu })
  console.log(JSON.stringify(opening))
}
