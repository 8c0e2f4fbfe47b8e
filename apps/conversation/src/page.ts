import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { serveInspector } from '@commonplace/app-inspector/serve'
import { InputError } from './input-error'

/** The inspector, being served. */
export interface Page {
  /** Address of the page that shows one tenant of the relay. */
  addressOf(tenant: string): string
  close(): Promise<void>
}

/**
 * Builds the inspector into a folder and serves it on the loopback interface.
 *
 * @param options.port 0 for any
 * @throws InputError when the port asked for is taken
 */
export async function servePage(options: { folder: string; relay: string; port: number }): Promise<Page> {
  const { folder, relay, port } = options
  const served = await serveInspector({ port, outDir: join(folder, 'page') }).catch((error: unknown) => {
    if (!/port \d+ is already in use/i.test(String(error))) throw error
    throw new InputError(
      `the page cannot be served: port ${port} is taken`,
      'give another one with --port, or leave it out',
    )
  })
  // A browser keeps what an agent remembers by origin and name: with the name of an earlier run it would bring that run's
  // records to this run's empty relay.
  const agent = `inspector-${randomBytes(2).toString('hex')}`
  return {
    addressOf: tenant => served.addressFor({ relay, agent, tenant }),
    close: () => served.close(),
  }
}
