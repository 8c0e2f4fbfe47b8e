import type { InspectedStatus } from '../memory-face'
import { inWords, sentence } from '../model/count-text'
import type { Link } from '../model/link'
import { relayName } from '../model/relay-name'

export interface HeadlineInput {
  readonly agent: string
  readonly relay?: string
  readonly status: InspectedStatus
  readonly link: Pick<Link, 'state'>
}

/** The answer in words: is this tab connected, to what, and is what it wrote safe? */
export function headlineOf({ agent, relay, status, link }: HeadlineInput): string {
  const where = relay ? relayName(relay) : ''
  const { pending } = status
  const waits = `${sentence(inWords(pending, 'write'))} ${pending === 1 ? 'waits' : 'wait'} on this device.`
  const tail = pending > 0 ? ` ${waits}` : ''
  switch (link.state) {
    case 'none':
      return `${agent} works on this device alone, without a relay.`
    case 'paused':
      return `${agent} is offline because you said so.${tail || ' Nothing waits to be sent.'}`
    case 'connecting':
      return `${agent} is connecting to ${where}.${tail}`
    case 'turned-away':
      return `${where} does not let ${agent} in.${tail}`
    case 'closed':
      return `This memory is closed.${tail}`
    case 'unreachable':
      return `${where} does not answer.${tail}`
    case 'online':
      return onlineHeadline(`${agent} is connected to ${where}`, status)
  }
}

function onlineHeadline(connected: string, status: InspectedStatus): string {
  const { spaces, pending, pendingArtifacts, borrowed } = status
  const shared = Object.values(spaces).filter(space => space.state !== 'private')
  const stopped = shared.filter(space => space.fault).length
  const joined = shared.filter(space => space.synced && !space.denied && !space.fault).length
  const denied = shared.filter(space => space.denied && !space.fault).length
  const coming = shared.length - joined - denied - stopped
  const carried = `${connected} with ${inWords(joined, 'space')}`
  if (stopped > 0) return `${carried}; ${inWords(stopped, 'space')} ${stopped === 1 ? 'has' : 'have'} stopped.`
  if (pending > 0)
    return `${carried}. ${sentence(inWords(pending, 'write'))} ${pending === 1 ? 'is' : 'are'} not durable yet.`
  if (pendingArtifacts > 0)
    return `${carried}. ${sentence(inWords(pendingArtifacts, 'artifact'))} ${pendingArtifacts === 1 ? 'is' : 'are'} not durable yet.`
  if (joined === 0 && denied > 0 && coming === 0) return `${connected}, which denies it ${inWords(denied, 'space')}.`
  const refused = denied > 0 ? `, but was denied ${inWords(denied, 'space')}` : ''
  if (coming > 0) return `${carried}; ${inWords(coming, 'space')} still to come${refused}.`
  return borrowed
    ? `${carried}${refused}. What another tab wrote is not durable yet.`
    : `${carried} and every write is durable${refused}.`
}

/** What is in dispute, as the end of the sentence. */
export function disputeOf(conflicts: number): string {
  if (conflicts === 0) return ''
  return sentence(`${inWords(conflicts, 'fact')} ${conflicts === 1 ? 'is' : 'are'} in dispute.`)
}
