import type { InspectedStatus } from '../memory-face'
import { inWords, sentence } from '../model/count-text'
import { relayName } from '../model/relay-name'

export interface HeadlineInput {
  readonly agent: string
  readonly relay?: string
  readonly status: InspectedStatus
}

/** The answer in words: is this tab connected, to what, and is what it wrote safe? */
export function headlineOf({ agent, relay, status }: HeadlineInput): string {
  const spaces = Object.values(status.spaces).filter(space => space.state !== 'private')
  const where = relay ? relayName(relay) : ''
  const waiting = sentence(inWords(status.pending, 'write'))
  const wait = status.pending === 1 ? 'waits' : 'wait'
  switch (status.connection) {
    case 'none':
      return `${agent} works on this device alone, without a relay.`
    case 'paused':
      return status.pending === 0
        ? `${agent} is offline because you said so. Nothing waits to be sent.`
        : `${agent} is offline because you said so. ${waiting} ${wait} on this device.`
    case 'connecting':
      return `${agent} is connecting to ${where}.${status.pending > 0 ? ` ${waiting} ${wait} on this device.` : ''}`
    case 'closed':
      return `${where} refused ${agent}.${status.pending > 0 ? ` ${waiting} ${wait} on this device.` : ''}`
    case 'offline':
      return `${where} does not answer.${status.pending > 0 ? ` ${waiting} ${wait} on this device.` : ''}`
    case 'online': {
      const joined = spaces.filter(space => space.synced).length
      const carried = `${agent} is connected to ${where} with ${inWords(joined, 'space')}`
      if (status.pending > 0) return `${carried}. ${waiting} ${status.pending === 1 ? 'is' : 'are'} not durable yet.`
      return joined === spaces.length
        ? `${carried} and every write is durable.`
        : `${carried}; ${inWords(spaces.length - joined, 'space')} still to come.`
    }
  }
}

/** What is in dispute, as the end of the sentence. */
export function disputeOf(conflicts: number): string {
  if (conflicts === 0) return ''
  return sentence(`${inWords(conflicts, 'fact')} ${conflicts === 1 ? 'is' : 'are'} in dispute.`)
}
