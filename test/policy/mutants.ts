import { AccessGraph, isDelegation, rightsOfLevel } from '@commonplace/protocol'
import type { Mutant } from './relay'
import { tenant } from './relay'

const graphOf = (entries: Parameters<AccessGraph['add']>[0][]): AccessGraph => {
  const graph = new AccessGraph()
  for (const entry of entries) graph.add(entry)
  return graph
}

/** The check, broken on purpose in one way each. */
export const mutants: readonly Mutant[] = [
  { name: 'everybody may do everything', rightsOf: () => () => rightsOfLevel(5) },
  { name: 'open connections are not told of changes', isDeaf: true },
  { name: 'leases outlive the right to them', keepsLeases: true },
  {
    name: 'revocations are not looked at',
    rightsOf:
      (log, clock) =>
      (who, { space }) => {
        const granted = log.entriesOf(tenant).filter(({ statement }) => statement.do === 'grant')
        return rightsOfLevel(graphOf(granted).levelIn(space, who, Math.max(clock.now(), log.time)))
      },
  },
  {
    name: 'users are not looked at',
    rightsOf:
      log =>
      (who, { space }) => {
        const graph = graphOf([...log.entriesOf(tenant)])
        return rightsOfLevel(graph.levelIn(space, { ...who, user: '' }, log.time))
      },
  },
  {
    name: 'what ends does not end',
    rightsOf:
      log =>
      (who, { space }) => {
        const endless = log.entriesOf(tenant).map(entry => {
          const { until: _, ...statement } = entry.statement
          return { ...entry, statement }
        })
        return rightsOfLevel(graphOf(endless).levelIn(space, who, log.time))
      },
  },
  {
    name: 'a clock that is set back undoes what was decided',
    rightsOf:
      (log, clock) =>
      (who, { space }) =>
        rightsOfLevel(graphOf([...log.entriesOf(tenant)]).levelIn(space, who, clock.now())),
  },
  {
    name: 'what was found out once is never looked at again',
    rightsOf: log => {
      const known = new Map<string, ReturnType<typeof rightsOfLevel>>()
      return (who, room) => {
        const key = JSON.stringify([who.agent, who.user, room.space])
        const rights = known.get(key) ?? log.rightsOf(who, room)
        known.set(key, rights)
        return rights
      }
    },
  },
  {
    name: 'the space is not looked at',
    rightsOf: log => who => {
      const entries = log
        .entriesOf(tenant)
        .map(entry =>
          isDelegation(entry.statement) ? entry : { ...entry, statement: { ...entry.statement, space: '**' } },
        )
      return rightsOfLevel(graphOf(entries).levelIn('any', who, log.time))
    },
  },
]
