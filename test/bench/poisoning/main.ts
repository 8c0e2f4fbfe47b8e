import { runCommand } from '../../command-line'
import { poisoning } from './poisoning'

process.exitCode = await runCommand('bench poisoning', poisoning, process.argv.slice(2))
