import type { PolicyEntry, Right } from '@commonplace/protocol'

const rights: readonly Right[] = ['discover', 'read', 'append', 'curate', 'admin']

/** Whether a pattern of those that the histories use stands for a name. */
function stands(pattern: string, name: string, agent: string): boolean {
  if (pattern === '**') return true
  if (pattern === '*') return name !== '' && !name.includes('/')
  if (pattern === 'x/{agent}') return name === `x/${agent}`
  return pattern === name
}

/** What the policy log says, read line by line as its rule is written, by nothing that the relay uses: 0 nothing to 5 all. */
export function levelOf(
  lines: readonly PolicyEntry[],
  { agent, user }: { readonly agent: string; readonly user: string },
  space: string,
  time: number,
): number {
  let isDelegated = user === ''
  let level = 0
  for (const { at, statement } of lines) {
    const begins = Math.max(at, statement.from ?? at)
    if (time < begins || time >= (statement.until ?? Number.POSITIVE_INFINITY)) continue
    if (!stands(statement.agent, agent, agent)) continue
    if ('user' in statement) {
      if (user !== '' && stands(statement.user, user, agent)) isDelegated = statement.do === 'grant'
      continue
    }
    if (!stands(statement.space, space, agent)) continue
    const right = rights.indexOf(statement.right) + 1
    if (statement.do === 'grant') level = Math.max(level, right)
    else level = Math.min(level, right - 1)
  }
  return isDelegated ? level : 0
}

export const readLevel = 2
export const appendLevel = 3
