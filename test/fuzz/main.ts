import { runProgram } from '../command-line'
import { forgeries } from './forgeries/forgeries'

process.exitCode = await runProgram(
  {
    name: 'fuzz',
    intro: 'Random histories and attacks against a real relay, by a seed.',
    failure: 'something was taken that should not have been, or somebody else was disturbed',
    commands: { forgeries },
  },
  process.argv.slice(2),
)
