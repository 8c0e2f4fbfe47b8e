import { readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { componentsOf, readLockfile, readManifest } from './lockfile'
import { toSbom } from './sbom'

const help = `The bill of materials of what is published, from the lockfile, as CycloneDX 1.6 JSON.

  pnpm --silent sbom [--package NAME] [--out FILE]

  --package NAME  of one package alone, for example @commonplace/relay; of all when left out
  --out FILE      into a file instead of stdout
  --help          print this
`

const options = { package: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } } as const
const values = readFlags()
if (values?.help) process.stdout.write(help)
else if (values) {
  const folders = readdirSync(fileURLToPath(new URL('../../packages', import.meta.url))).map(name => `packages/${name}`)
  const wanted = folders.filter(folder => (values.package ?? readManifest(folder).name) === readManifest(folder).name)
  if (wanted.length === 0) {
    process.stderr.write(`sbom: there is no package "${values.package}"\n`)
    process.exitCode = 2
  } else {
    const { version } = readManifest(wanted[0]!)
    const bill = toSbom(values.package ?? 'commonplace', version, componentsOf(readLockfile(), wanted))
    const text = `${JSON.stringify(bill, null, 2)}\n`
    if (values.out === undefined) process.stdout.write(text)
    else writeFileSync(values.out, text)
  }
}

function readFlags() {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    process.stderr.write(`sbom: ${(error as Error).message}\n\n${help}`)
    process.exitCode = 2
    return undefined
  }
}
