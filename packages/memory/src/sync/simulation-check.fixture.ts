import { decodeUpdate } from '@commonplace/protocol'
import { dotToString, type Entry } from '../model'
import { entriesOf } from './document-entries.fixture'
import { differenceOf, loggedIn, textOf, wrongHeads } from './replicas-agree.fixture'
import { settle } from './simulated-agent.fixture'
import type { Simulation } from './simulation.fixture'

/** What must hold once everything works again and nothing moves; says what does not. */
export async function check(simulation: Simulation): Promise<string[]> {
  const { relay, agents, wishes, faults } = simulation
  const bad = [...simulation.problems]
  const doc = relay.doc()
  // What a restored relay lost and its writer may not bring back stays as it is with those who have it.
  const refusals = agents.flatMap(({ replica }) => replica.parked())
  const parked = new Set(refusals.flatMap(({ entries }) => entries.map(({ payload }) => payload)))
  const unerased = new Set(refusals.flatMap(({ removes }) => removes.map(dotToString)))
  const isStranded = ({ payload, dot }: Entry) =>
    Boolean(faults.restores) && (parked.has(payload) || unerased.has(dotToString(dot)))
  const want = textOf(doc, isStranded)
  if (doc.store.pendingStructs || doc.store.pendingDs) bad.push('relay: pending')
  for (const { name, replica } of agents) {
    if (textOf(replica.doc, isStranded) !== want)
      bad.push(`diverged ${name}: ${differenceOf(replica.doc, doc, isStranded)}`)
    const doubtful = entriesOf(replica.doc).find(({ dot }) => !replica.isAcknowledged(dot))
    if (doubtful) bad.push(`${name} does not know that the room has ${doubtful.payload}`)
    if (replica.status.value.incomplete) bad.push(`pending ${name}`)
    if (replica.status.value.state === 'failed') bad.push(`failed ${name} ${replica.status.value.fault?.message}`)
  }
  const hasCopies = Boolean(faults.clones || faults.lies)
  if (!hasCopies && !faults.restores && agents.some(({ moved }) => moved > 0)) bad.push('an entry changed its name')
  const logged = loggedIn(relay.updates())
  bad.push(...checkWishes(simulation, logged, hasCopies))
  // Whoever saw what is stranded wrote on top of it; the room cannot know what that was.
  const wasTaken = unerased.size > 0 || [...parked].some(payload => relay.everLogged.has(payload))
  const hasStranded = faults.restores && wasTaken
  if (!hasStranded && !hasCopies) for (const key of ['a', 'b', 'e']) bad.push(...wrongHeads(key, doc, wishes, logged))
  bad.push(...(await checkDisks(simulation, want, isStranded)))
  return bad
}

/** Every write is once in the room or once parked, unless it could not survive; nothing acknowledged is gone. */
function checkWishes(
  { agents, wishes, faults, relay }: Simulation,
  logged: ReadonlyMap<string, Entry[]>,
  hasCopies: boolean,
): string[] {
  const bad: string[] = []
  const parked = new Map<string, number>()
  for (const { replica, writes } of agents) {
    for (const { entries } of replica.parked()) {
      for (const { payload } of entries) parked.set(payload, (parked.get(payload) ?? 0) + 1)
    }
    for (const [payload, write] of writes) {
      if (write.tier === 'relay' && !payload.startsWith('erase ')) wishes.get(payload)!.wasAcknowledged = true
    }
  }
  const deleted = deletedIn(relay.updates())
  for (const [payload, wish] of wishes) {
    // A restored relay gets what was compacted as a deletion only.
    const present = logged.get(payload)?.length ?? 0
    const refused = parked.get(payload) ?? 0
    const isTold = hasCopies && wish.wasReported
    const isGone = faults.restores && deleted
    if (present + refused > 1 && !hasCopies) bad.push(`twice ${payload}: ${present} present, ${refused} parked`)
    if (present + refused === 0 && !wish.mayBeLost && !isTold && !isGone) bad.push(`lost ${payload}`)
    const isParkedNow = faults.restores && refused > 0
    if (present === 0 && wish.wasAcknowledged && !isGone && !isParkedNow) bad.push(`acknowledged but lost ${payload}`)
  }
  return bad
}

function deletedIn(updates: readonly Uint8Array[]): boolean {
  return updates.some(update => decodeUpdate(update).deletes.size > 0)
}

/** What is on disk alone gives the same space. */
async function checkDisks(
  { agents }: Simulation,
  want: string,
  isStranded: (entry: Entry) => boolean,
): Promise<string[]> {
  const bad: string[] = []
  for (const agent of agents) {
    const { client } = agent.replica
    await agent.start(await agent.close())
    await settle()
    if (textOf(agent.replica.doc, isStranded) !== want) bad.push(`disk of ${agent.name} differs`)
    if (agent.replica.client !== client) bad.push(`${agent.name} did not keep its id over a clean close`)
    agent.connection.close()
  }
  return bad
}
