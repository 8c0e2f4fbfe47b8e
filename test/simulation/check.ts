import * as Y from 'yjs'
import type { Entry } from '../../packages/memory/src/model'
import { entriesOf } from '../../packages/memory/src/sync/document-entries.fixture'
import { differenceOf, loggedIn, textOf, wrongHeads } from '../../packages/memory/src/sync/replicas-agree.fixture'
import { checkReceptions } from './check-receptions'
import { forged } from './hostile'
import type { World } from './world'

/** What must hold once everything works again and nothing moves; says what does not. */
export async function check(world: World): Promise<string[]> {
  const { relay, agents, wishes, wasRestored } = world
  const bad = [...world.problems]
  if (bad.some(problem => problem.startsWith('never quiet'))) return bad
  const doc = new Y.Doc({ guid: 'relay' })
  for (const update of relay.updates()) Y.applyUpdate(doc, update)
  const logged = loggedIn(relay.updates())
  const parked = new Map<string, number>()
  for (const { replica } of agents) {
    for (const { entries } of replica!.parked()) {
      for (const { payload } of entries) parked.set(payload, (parked.get(payload) ?? 0) + 1)
    }
  }
  const isStranded = ({ payload }: Entry) => wasRestored && isBeyondRepair(payload)
  // What a restored relay lost and nobody may bring back stays readable where it is, and so does what it has again after
  // its writer deleted it and was lost. A stranger may tell a relay that has forgotten it another story than before.
  const isBeyondRepair = (payload: string) => {
    const wish = wishes.get(payload)
    return !wish || wish.wasDeleted || parked.has(payload) || !logged.has(payload)
  }
  const want = textOf(doc, isStranded)
  if (doc.store.pendingStructs || doc.store.pendingDs) bad.push('relay: pending')
  for (const agent of agents) {
    const { place, replica, writes } = agent
    if (textOf(replica!.doc, isStranded) !== want)
      bad.push(`diverged ${place}: ${differenceOf(replica!.doc, doc, isStranded)}`)
    if (replica!.status.value.incomplete) bad.push(`pending ${place}`)
    const doubtful = entriesOf(replica!.doc).find(entry => !isStranded(entry) && !replica!.isAcknowledged(entry.dot))
    if (doubtful) bad.push(`${place} does not know that the room has ${doubtful.payload}`)
    for (const [payload, write] of writes) {
      const wish = wishes.get(payload)!
      if (write.tier === 'relay') wish.wasAcknowledged = true
      if (write.tier !== 'relay' && write.tier !== 'refused') bad.push(`${payload} is still ${write.tier}`)
      if (write.tier === 'refused' && !parked.has(payload)) bad.push(`refused and gone: ${payload}`)
    }
  }
  bad.push(...checkWishes(world, doc, logged, parked))
  const hasStranded = agents.some(({ replica }) => entriesOf(replica!.doc).some(isStranded))
  if (!hasStranded) for (const key of ['a', 'b', 'e']) bad.push(...wrongHeads(key, doc, wishes, logged))
  bad.push(...checkRelay(world, logged))
  bad.push(...checkReceptions(world))
  bad.push(...(await checkDisks(world, want, isStranded)))
  return bad
}

/** Every write is once in the room or once parked, unless it could not survive; nothing acknowledged is gone. */
function checkWishes(
  { wishes, wasRestored, strangers }: World,
  doc: Y.Doc,
  logged: ReadonlyMap<string, Entry[]>,
  parked: ReadonlyMap<string, number>,
): string[] {
  const bad: string[] = []
  const present = new Set(entriesOf(doc).map(({ payload }) => payload))
  // A relay that was wiped knows nothing of what a stranger said before, under an id of their own.
  const isForgery = ({ dot }: Entry) => !wasRestored || !strangers.has(dot.client)
  if (logged.get(forged)?.some(isForgery)) bad.push('the room took what was forged')
  for (const [payload, wish] of wishes) {
    // A restored relay gets what was deleted as a deletion only.
    if (wish.mayBeLost || (wasRestored && wish.wasDeleted)) continue
    const there = logged.get(payload)?.length ?? 0
    const refused = parked.get(payload) ?? 0
    if (there + refused === 0) bad.push(`lost ${payload}`)
    // What a relay acknowledged and lost may be refused when it is offered again; it is parked then.
    const isKept = wasRestored && refused > 0
    if (there === 0 && wish.wasAcknowledged && !isKept) bad.push(`acknowledged but lost ${payload}`)
    if (there > 0 && !present.has(payload) && !wish.wasDeleted) bad.push(`deleted by nobody: ${payload}`)
  }
  for (const [payload, entries] of logged) {
    if (entries.length + (parked.get(payload) ?? 0) > 1 && wishes.has(payload)) bad.push(`twice ${payload}`)
  }
  return bad
}

/** The relay knows who wrote what, and keeps nothing that nobody waits for. */
function checkRelay({ relay, wishes, agents }: World, logged: ReadonlyMap<string, Entry[]>): string[] {
  const bad: string[] = []
  const room = relay.room!
  for (const [payload, [entry]] of logged) {
    const wish = wishes.get(payload)
    const owner = room.owners.get(entry!.dot.client)
    if (wish && owner?.agent !== wish.agent) bad.push(`${payload} of ${wish.agent} counts as ${owner?.agent}'s`)
  }
  if (room.queue.length > 0 || relay.pendingCommits > 0) bad.push('the relay waits for a disk that has nothing to do')
  const waiting = [...room.members.values()].filter(member => member.waiting.length > 0 || member.joining !== null)
  if (waiting.length > 0) bad.push('the relay owes an answer')
  if (room.members.size !== agents.length) bad.push(`${room.members.size} members for ${agents.length} agents`)
  if (relay.connections !== agents.length) bad.push(`${relay.connections} connections for ${agents.length} agents`)
  const held = new Set([...room.members.values()].flatMap(({ ids }) => [...ids]))
  if (room.holders.size > held.size) bad.push('ids are held by connections that are gone')
  return bad
}

/** What is on disk alone gives the same space. */
async function checkDisks(world: World, want: string, isStranded: (entry: Entry) => boolean): Promise<string[]> {
  const bad: string[] = []
  for (const agent of world.agents) {
    const { client } = agent.replica!
    let isClosed = false
    const closing = agent.close()
    void closing.then(() => {
      isClosed = true
    })
    if (!(await world.until(() => isClosed))) return [...bad, `${agent.place} does not close`]
    void agent.start(await closing)
    if (!(await world.until(() => agent.isOpen))) return [...bad, `${agent.place} does not open again`]
    if (textOf(agent.replica!.doc, isStranded) !== want) bad.push(`disk of ${agent.place} differs`)
    if (agent.replica!.client !== client) bad.push(`${agent.place} did not keep its id over a clean close`)
  }
  return bad
}
