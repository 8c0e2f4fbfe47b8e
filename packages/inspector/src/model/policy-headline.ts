import type { InspectedSpaceStatus } from '../memory-face'
import { inWords } from './count-text'

/** The answer in words: what may this agent do, and what was it denied? */
export function policyHeadline(
  agent: string,
  spaces: readonly Pick<InspectedSpaceStatus, 'rights' | 'denied'>[],
): string {
  const denied = spaces.filter(space => space.denied).length
  const writes = spaces.filter(({ rights }) => rights.includes('append')).length
  const reads = spaces.filter(({ rights }) => rights.includes('read') && !rights.includes('append')).length
  const unasked = spaces.length - denied - writes - reads
  const said = [
    writes > 0 && `writes in ${inWords(writes, 'space')}`,
    reads > 0 && `only reads ${inWords(reads, 'space')}`,
    denied > 0 && `was denied ${inWords(denied, 'space')}`,
    unasked > 0 && `has no answer yet about ${inWords(unasked, 'space')}`,
  ].filter(part => part !== false)
  return said.length === 0 ? `${agent} has no shared space open.` : `${agent} ${said.join(', ')}.`
}
