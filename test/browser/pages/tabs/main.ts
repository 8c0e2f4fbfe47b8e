import { createAgent } from './agent'
import { remoteAgent } from './remote'

const worker = () => new Worker(new URL('./dedicated-worker.ts', import.meta.url), { type: 'module' })
const sharedWorker = () => new SharedWorker(new URL('./shared-worker.ts', import.meta.url), { type: 'module' }).port

/** The agents that this page can reach: its own, one in a worker of its own, and one in a worker shared by all tabs. */
const page = { tab: createAgent(), worker: remoteAgent(worker), shared: remoteAgent(sharedWorker) }

export type TabsPage = typeof page
Object.assign(globalThis, { tabsPage: page })
