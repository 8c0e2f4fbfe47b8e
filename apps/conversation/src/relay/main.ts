import { worldRules } from '@commonplace/app-demos/world-rules'
import { startRelay } from '@commonplace/relay'
import { serveVerbs } from '../process/serve-verbs'
import { openTenants } from '../tenants'
import type { RelayVerbs } from './relay-verbs'

const everywhereElse = openTenants.map(tenant => ({
  tenant,
  space: '**',
  rights: ['discover' as const, 'read' as const, 'append' as const, 'curate' as const],
}))
const policy = { version: 1 as const, rules: [...everywhereElse, ...worldRules] }

let relay: Awaited<ReturnType<typeof startRelay>> | undefined

const verbs: RelayVerbs = {
  async start({ data }) {
    relay = await startRelay({ host: '127.0.0.1', port: 0, data, insecure: true, policy })
    return relay.url
  },
  stop: async () => relay?.close(),
}
serveVerbs(verbs)
