import { runProgram } from '../command-line'
import { frames } from './frames/frames'
import { kill } from './kill/kill'
import { powercut } from './powercut/powercut'
import { reader } from './reader/reader'

process.exitCode = await runProgram(
  {
    name: 'faults',
    intro: 'Faults with real processes: relays and agents that are killed, lied to and cut off from power.',
    failure: 'something was lost, ended, lied or was disturbed',
    commands: { kill, frames, powercut, reader },
  },
  process.argv.slice(2),
)
