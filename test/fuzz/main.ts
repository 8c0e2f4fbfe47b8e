import { runProgram } from '../command-line'
import { policy, policyMutants } from '../policy/commands'
import { forgeries } from './forgeries/forgeries'

process.exitCode = await runProgram(
  {
    name: 'fuzz',
    intro: 'Random histories and attacks against a real relay, by a seed.',
    failure: 'something was taken that should not have been, or somebody else was disturbed',
    commands: { forgeries, policy, 'policy-mutants': policyMutants },
  },
  process.argv.slice(2),
)
