import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSite } from '../apps/demos/site'

const usage = `Builds the worlds and the inspector into a folder that any static host can serve: no server of ours is needed, each page
runs the relay's rooms itself.

  pnpm site [--out FOLDER]

  --out FOLDER   where the pages go; what is in it is deleted (default: dist/site)
  --help         this text
`

const flags = { out: { type: 'string', default: 'dist/site' }, help: { type: 'boolean', default: false } } as const
try {
  const { out, help } = parseArgs({ args: process.argv.slice(2).filter(word => word !== '--'), options: flags }).values
  if (help) process.stdout.write(usage)
  else {
    await buildSite(resolve(out))
    console.log(`built: ${resolve(out)}`)
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}
