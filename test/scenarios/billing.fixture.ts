import { remoteAgentOfTest } from '../fixtures/agents-of-test'
import { folderOfTest } from '../fixtures/folders'
import type { RemoteAgent } from '../fixtures/remote-agent'

export const refunds = [{ id: 'refund', description: 'Pays money back', tags: ['billing'] }]

/**
 * The billing agent in a process of its own. It keeps its cases in a space that only it opens, and its doubts in a private
 * one; the team's space gets what it registers.
 */
export async function startBilling(relay: string): Promise<RemoteAgent> {
  const billing = await remoteAgentOfTest({
    agent: { id: 'billing', name: 'Billing', app: 'shop' },
    relay,
    storage: await folderOfTest(),
    spaces: { team: 'shared', billing: 'shared', notes: 'private' },
  })
  for (const order of [4711, 4712, 4713]) {
    await billing.call('add', `Refund of invoice ${order} approved, canary-${order}-zebra`, { space: 'billing' })
    await billing.call('add', `The supplier looks insolvent, canary-${order}-walrus`, { space: 'notes' })
  }
  return billing
}
