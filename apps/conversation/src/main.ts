import { readArguments, usage } from './arguments'
import { InputError } from './input-error'
import { start } from './start'

const stop = new Promise(resolve => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve)
})

try {
  const args = readArguments(process.argv.slice(2))
  if (args.help) console.log(usage)
  else process.exitCode = await start(args, stop)
} catch (error) {
  if (!(error instanceof InputError)) console.error(error)
  else console.error(`${error.message}\n${error.hint}`)
  process.exitCode = error instanceof InputError ? 2 : 1
}
