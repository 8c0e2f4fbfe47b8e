import { startRelay } from '@commonplace/relay'
import { serveVerbs } from '../process/serve-verbs'
import type { RelayVerbs } from './relay-verbs'

let relay: Awaited<ReturnType<typeof startRelay>> | undefined

const verbs: RelayVerbs = {
  async start({ data }) {
    relay = await startRelay({ host: '127.0.0.1', port: 0, data, insecure: true })
    return relay.url
  },
  stop: async () => relay?.close(),
}
serveVerbs(verbs)
