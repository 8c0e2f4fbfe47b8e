import { parseArgs } from 'node:util'
import { type Explanation, isDelegation, type PolicyEntry, type Statement } from '@commonplace/protocol'

/** For the `--help` of the command line. */
export const policyHelp = `policy grant | revoke   changes who may do what, on a running relay
      --user <name> --agent <name> | --agent <name> --space <name> --right <right> [--from <time>] [--until <time>]
policy show             lists what was granted and revoked  [--after <number>]
policy explain          says who may do what in a space, and why  --agent <name> [--user <name>] --space <name> [--at <time>]
      all of them: --relay http://127.0.0.1:4321 --token <token> (or COMMONPLACE_RELAY_TOKEN) [--json]
`

const text = { type: 'string' } as const
const options = {
  relay: { ...text, default: 'http://127.0.0.1:4321' },
  token: text,
  user: text,
  agent: text,
  space: text,
  right: text,
  from: text,
  until: text,
  after: text,
  at: text,
  json: { type: 'boolean', default: false },
} as const

const verbs = ['grant', 'revoke', 'show', 'explain']

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** Does what a `policy` command asks, over HTTP. @returns what to print @throws Error that says why not */
export async function policyCommand(
  [verb = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  if (!verbs.includes(verb)) throw new Error(`policy has grant, revoke, show and explain, not "${verb}"`)
  const { values } = parseArgs({ args, options, allowPositionals: false })
  const token = values.token ?? environment.COMMONPLACE_RELAY_TOKEN
  if (!token)
    throw new Error(
      'policy needs --token, or COMMONPLACE_RELAY_TOKEN: one with the claim "admin", or of a space’s admin',
    )
  const ask = asker(values.relay, token)
  if (verb === 'grant' || verb === 'revoke') {
    const { user, agent, space, right, from, until } = values
    const entry = (await ask('', { do: verb, user, agent, space, right, from, until })) as PolicyEntry
    return values.json ? json(entry) : `${lineOf(entry)}\n`
  }
  return verb === 'show' ? show(values, ask) : explain(values, ask)
}

type Ask = (path: string, statement?: object) => Promise<unknown>

function asker(relay: string, token: string): Ask {
  const base = relay.replace(/^ws/, 'http').replace(/\/$/, '')
  return async (path, statement) => {
    const request = statement && { method: 'POST', body: JSON.stringify(statement) }
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${base}/policy${path}`, { headers, ...request }).catch(cause => {
      throw new Error(`no relay answers at ${base}: give its address with --relay`, { cause })
    })
    const content = (await response.json()) as { readonly error?: string }
    if (response.status === 202) throw new Error(content.error)
    if (response.ok) return content
    throw new Error(`the relay answered ${response.status}: ${content.error ?? 'nothing more'}`)
  }
}

async function show(values: Values, ask: Ask): Promise<string> {
  const entries: PolicyEntry[] = []
  let head: string | undefined
  let after = Number(values.after ?? 0)
  for (let more = true; more; ) {
    const page = (await ask(`?after=${after}`)) as { entries: PolicyEntry[]; head?: string; more: boolean }
    entries.push(...page.entries)
    after = page.entries.at(-1)?.number ?? after
    head = page.head
    more = page.more
  }
  if (values.json) return json({ entries, ...(head !== undefined && { head }) })
  if (entries.length === 0)
    return `nothing ${after > 0 ? `after line ${after} ` : ''}that this token may see was granted or revoked\n`
  return [...entries.map(lineOf), ...(head ? [`head ${head}`] : [])].map(line => `${line}\n`).join('')
}

async function explain({ agent, user = '', space, at = '', json: isJson }: Values, ask: Ask): Promise<string> {
  if (!agent || !space) throw new Error('policy explain needs --agent and --space')
  const query = new URLSearchParams({ agent, user, space, at })
  const found = (await ask(`/explain?${query}`)) as Explanation & { readonly at: number }
  if (isJson) return json(found)
  const who = user === '' ? agent : `${agent} for ${user}`
  const may = found.rights.length === 0 ? 'nothing' : found.rights.join(', ')
  const delegated = found.isDelegated ? [] : [`  no edge from "${user}" to "${agent}" is in force`]
  const because = found.because.map(({ entry, isInForce }) => `  ${isInForce ? ' ' : '-'} ${lineOf(entry)}`)
  return [`${who} in ${space} at ${timeOf(found.at)}: ${may}`, ...delegated, ...because]
    .map(line => `${line}\n`)
    .join('')
}

const json = (content: object): string => `${JSON.stringify(content)}\n`

const timeOf = (ms: number): string => new Date(ms).toISOString()

function lineOf({ number, at, by, statement }: PolicyEntry): string {
  return `${number} ${timeOf(at)} ${by}: ${wordsOf(statement)}`
}

function wordsOf(statement: Statement): string {
  const { from, until } = statement
  const edge = isDelegation(statement)
    ? `user ${statement.user} → agent ${statement.agent}`
    : `agent ${statement.agent} → space ${statement.space} ${statement.right}`
  const times = [from !== undefined && `from ${timeOf(from)}`, until !== undefined && `until ${timeOf(until)}`]
  return [statement.do, edge, ...times.filter(time => time !== false)].join(' ')
}
