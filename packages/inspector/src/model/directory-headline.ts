import { inWords, sentence } from './count-text'

/**
 * The answer in words: who is registered, and who of them is here?
 *
 * @param isHeard whether the relay is there to tell; without it nobody can know who is here
 */
export function directoryHeadline(agents: readonly { readonly present: boolean }[], isHeard = true): string {
  const { length } = agents
  if (length === 0) return 'No agent has registered yet.'
  const here = agents.filter(agent => agent.present).length
  const registered = `${sentence(inWords(length, 'agent'))} ${length === 1 ? 'is' : 'are'} registered`
  if (!isHeard) return `${registered}; without the relay nobody can tell who is here.`
  if (here === 0) return `${registered}; none of them is here now.`
  if (here === length) return length === 1 ? `${registered}, and is here now.` : `${registered}, and all are here now.`
  return `${registered}; ${inWords(here, 'of them', 'of them')} ${here === 1 ? 'is' : 'are'} here now.`
}
