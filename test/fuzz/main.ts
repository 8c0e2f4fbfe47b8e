import { runProgram } from '../command-line'
import { policy, policyMutants } from '../policy/commands'
import { forgeries } from './forgeries/forgeries'
import { verbs } from './verbs/verbs'

process.exitCode = await runProgram(
  {
    name: 'fuzz',
    intro: 'Random histories and attacks against real relays and memories, by a seed.',
    failure:
      'something was taken that should not have been, somebody else was disturbed, or agents do not see the same',
    commands: { forgeries, policy, 'policy-mutants': policyMutants, verbs },
  },
  process.argv.slice(2),
)
