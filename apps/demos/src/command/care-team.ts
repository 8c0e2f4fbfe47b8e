import { careTeam } from '../worlds/care-team'
import { demo } from './demo'

await demo(careTeam)
