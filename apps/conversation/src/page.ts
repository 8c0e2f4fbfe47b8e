import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type BuiltPages, type ServedSite, serveSite } from '@commonplace/app-demos/site'
import { StartedProcess } from './process/started-process'

/** A process that holds one agent of a world. */
type WorldAgentVerbs = Record<string, (input: readonly unknown[]) => Promise<unknown>>

/** The inspector and the worlds, being served at one address. */
export interface Page extends ServedSite {
  /** Address of the inspector on one tenant of the relay. */
  addressOf(tenant: string): string
}

/**
 * Builds inspector and worlds into a folder and serves them on the loopback interface.
 *
 * @param options.port 0 for any
 * @param options.tenants what the start page links to
 * @param options.built what need not be built again
 * @throws Error when the port asked for is taken
 */
export async function servePage(options: {
  folder: string
  relay: string
  port: number
  tenants: readonly string[]
  built?: BuiltPages
}): Promise<Page> {
  const { folder, relay, port, tenants, built = {} } = options
  // A browser keeps what an agent remembers by origin and name: with the name of an earlier run it would bring that run's
  // records to this run's empty relay.
  const agent = `inspector-${randomBytes(2).toString('hex')}`
  const hrefOf = (tenant: string) => `./inspector/?${new URLSearchParams({ relay, agent, tenant })}`
  const memories = tenants.map(tenant => ({
    title: `What the agents remember of the conversation ${tenant}`,
    href: hrefOf(tenant),
  }))
  const startAgent = () => {
    const started = new StartedProcess<WorldAgentVerbs>('agent', new URL('./world-agent/main.ts', import.meta.url))
    return { call: (verb: string, input: readonly unknown[]) => started.call(verb, input), end: () => started.end() }
  }
  const served = await serveSite({ outDir: join(folder, 'page'), port, relay, memories, startAgent, built })
  return { ...served, addressOf: tenant => new URL(hrefOf(tenant), served.url).href }
}
