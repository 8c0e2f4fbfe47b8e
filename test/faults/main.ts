import { runProgram } from '../command-line'
import { frames } from './frames/frames'
import { kill } from './kill/kill'
import { powercut } from './powercut/powercut'
import { reader } from './reader/reader'
import { tabsCommand } from './tabs/tabs'

process.exitCode = await runProgram(
  {
    name: 'faults',
    intro:
      'Faults with real processes and browsers: relays, agents and tabs that are killed, lied to and cut off from power.',
    failure: 'something was lost, ended, lied or was disturbed',
    commands: { kill, frames, powercut, reader, tabs: tabsCommand },
  },
  process.argv.slice(2),
)
