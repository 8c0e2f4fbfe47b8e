import { Corpus } from '../search/corpus'
import { fill, open, type Place } from './measure'

const [step, storage, place, records] = process.argv.slice(2) as [string, string, Place, string]
if (step === 'fill') await fill(storage, place, Number(records))
else {
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  const opening = await open(storage, place, new Corpus(Number(records)), { wall: () => performance.now(), cpu })
  console.log(JSON.stringify(opening))
}
