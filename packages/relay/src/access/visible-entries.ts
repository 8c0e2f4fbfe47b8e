import { isDelegation, type PolicyEntry, parseNamePattern, type Who } from '@commonplace/protocol'
import { concerns } from './concerns'

/**
 * The lines of a policy log that somebody may see who does not administer all of it: those about itself, and those about the
 * spaces it administers. That something was revoked is shown only to whom it was granted before: it would else name a
 * space to who shall not know of it.
 *
 * @param administers whether the asker administers a space of that name
 */
export function visibleEntries(
  entries: readonly PolicyEntry[],
  who: Who,
  administers: (space: string) => boolean,
): PolicyEntry[] {
  const granted: { readonly text: string; readonly fits: (space: string) => boolean }[] = []
  return entries.filter(entry => {
    const { statement } = entry
    if (isDelegation(statement)) return concerns(entry)(who, '')
    const { space } = statement
    if (administers(space)) return true
    if (!parseNamePattern(statement.agent)(who.agent, who)) return false
    if (statement.do === 'revoke') return granted.some(({ text, fits }) => text === space || fits(space))
    const isSpace = parseNamePattern(space)
    granted.push({ text: space, fits: name => isSpace(name, who) })
    return true
  })
}
