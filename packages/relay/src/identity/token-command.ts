import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { checkName } from '@commonplace/protocol'
import { signToken, writeKey } from './development-keys'
import { defaultAudience, defaultIssuer } from './token-options'

/** For the `--help` of the command line. */
export const tokenHelp = `keys --out <folder>     makes a key for development: adds it to keys.json, its private half beside it
token --key <file>      signs a token with a private key, and prints it
      --tenant <name> --agent <name> [--user <name>] [--name <text>] [--ttl 10m] [--admin]
      [--issuer ${defaultIssuer}] [--audience ${defaultAudience}]
`

const text = { type: 'string' } as const

/** The commands that make keys and tokens, by name: each takes the arguments after it and returns what to print. */
export const tokenCommands: ReadonlyMap<string, (args: readonly string[]) => Promise<string>> = new Map([
  ['keys', keysCommand],
  ['token', tokenCommand],
])

async function keysCommand(args: readonly string[]): Promise<string> {
  const { out } = parseArgs({ args: [...args], options: { out: text } }).values
  if (!out) throw new Error('keys needs --out <folder>')
  try {
    await mkdir(out, { recursive: true })
    const { keyFile, keysFile } = await writeKey(out)
    return `${keyFile}\n${keysFile}\n`
  } catch (cause) {
    const why = `no keys can be written to "${out}": ${(cause as Error).message}`
    throw new Error(`${why}; name a folder that this process may write in`, { cause })
  }
}

async function tokenCommand(args: readonly string[]): Promise<string> {
  const options = {
    key: text,
    tenant: text,
    agent: text,
    user: text,
    name: text,
    admin: { type: 'boolean', default: false } as const,
    ttl: { ...text, default: '10m' },
    issuer: { ...text, default: defaultIssuer },
    audience: { ...text, default: defaultAudience },
  }
  const { key, tenant, agent, ttl, ...rest } = parseArgs({ args: [...args], options }).values
  if (!key || !tenant || !agent) throw new Error('token needs --key <file>, --tenant <name> and --agent <name>')
  for (const [what, name] of Object.entries({ tenant, agent, user: rest.user, name: rest.name })) {
    if (name !== undefined) checkName(name, what)
  }
  const token = await signToken(key, { ...rest, tenant, agent, lifetime: secondsOf(ttl) }, Date.now())
  return `${token}\n`
}

function secondsOf(ttl: string): number {
  const [, count, unit = 's'] = /^([1-9]\d{0,5})([smh])?$/.exec(ttl) ?? []
  if (count === undefined) throw new Error(`--ttl takes a time like 90s, 10m or 1h, not "${ttl}"`)
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h']
}
