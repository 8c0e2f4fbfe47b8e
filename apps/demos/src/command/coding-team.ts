import { codingTeam } from '../worlds/coding-team'
import { demo } from './demo'

await demo(codingTeam)
