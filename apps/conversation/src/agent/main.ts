import { sendNews, serveVerbs } from '../process/serve-verbs'
import type { AgentNews, AgentVerbs } from './agent-verbs'
import { rememberingAgent } from './remembering-agent'

const verbs: Partial<AgentVerbs> = {
  async open(options) {
    const agent = await rememberingAgent(options, () => sendNews({ written: 1 } satisfies AgentNews))
    Object.assign(verbs, agent)
  },
}
serveVerbs(verbs)
