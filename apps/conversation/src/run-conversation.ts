import type { Written } from './agent/agent-verbs'
import { type Cast, type Member, type Stage, startCast } from './cast'
import type { Conversation } from './conversation'
import type { KnownStore } from './leaks'
import { lostRecords, propagationOf, unexpectedRecords } from './measure'
import type { Outcome } from './outcome'
import { phasesOf } from './phases'
import { privateNotesOf } from './private-notes'
import { recallAt } from './recall-at'
import type { Terminal } from './terminal'

/** How long replicas may take to become complete before what is missing counts as lost, in ms. */
const gatherMs = 60_000

/** How many records an answer may use. */
const limit = 10

/**
 * Plays one conversation: its agents keep private notes, talk, lose a connection midway and go on writing, meet again; then
 * a late agent joins with nothing and answers the questions.
 *
 * @returns what it showed, and the stores to search for leaks; every process it started has ended
 */
export async function runConversation(
  conversation: Conversation,
  stage: Stage,
  terminal: Terminal,
): Promise<[Outcome, KnownStore[]]> {
  const { turns, id } = conversation
  let said = 0
  const cast = startCast(conversation, stage, () => terminal.progress(`${id}: ${++said} of ${turns.length} turns`))
  try {
    return await play(conversation, cast, terminal)
  } finally {
    await Promise.all([cast.first, cast.second, cast.late].map(({ process }) => process.end()))
  }
}

async function play(conversation: Conversation, cast: Cast, terminal: Terminal): Promise<[Outcome, KnownStore[]]> {
  const { id, turns, questions } = conversation
  const { first, second, late } = cast
  const say = (line: string) => terminal.say(`${id}: ${line}`)
  const notes = privateNotesOf(conversation)
  const notesOf = ({ speaker }: Member) => notes.filter(note => note.speaker === speaker)

  await both(cast, member => member.open())
  await both(cast, member =>
    member.process.call(
      'keep',
      notesOf(member).map(({ text }) => text),
    ),
  )
  say(`${first.name} and ${second.name} have joined, each with private notes`)

  const { before, apart, after } = phasesOf(turns)
  const written = (await both(cast, ({ process }) => process.call('talk', before))).flat()
  await second.process.call('pause', null)
  say(`${second.name} loses the connection; both go on writing`)
  const [meanwhile, offline] = await both(cast, ({ process }) => process.call('write', apart))
  await staysApart(cast, meanwhile, offline)
  await second.process.call('resume', null)
  say(`${second.name} is back; written offline: ${offline.length}`)
  written.push(...(await both(cast, ({ process }) => process.call('talk', after))).flat())
  await both(cast, ({ process }) => process.call('flush', null))

  await late.open()
  const members = [first, second, late]
  const counts = await all(members, ({ process }) =>
    process.call('gather', { count: turns.length, withinMs: gatherMs }),
  )
  say(`${late.name} has joined with nothing; records there now: ${counts[2]}`)

  const everything = [...written, ...meanwhile, ...offline]
  const arrivals = (await both(cast, ({ process }) => process.call('arrivals', null))).flat()
  const replicas = await all(members, ({ process }) => process.call('replica', null))
  const strange = unexpectedRecords(everything, replicas)
  if (strange.length > 0) throw new Error(`replicas hold records that nobody wrote: ${strange.join(', ')}`)
  const found = await late.process.call('search', { questions: questions.map(({ text }) => text), limit })
  const turnOf = new Map(everything.map(one => [one.id, one.turn]))
  const recalls = questions.map(({ category, evidence }, index) => {
    const ranked = (found[index]?.ids ?? []).map(record => turnOf.get(record) ?? '')
    return { category, recall: recallAt(limit, evidence, ranked) }
  })
  say(`${late.name} has searched for answers; questions: ${questions.length}`)

  const canaries = notes.map(({ canary }) => canary)
  const stores = await all(members, async (member): Promise<KnownStore> => {
    const own = notesOf(member).map(({ canary }) => canary)
    const others = canaries.filter(canary => !own.includes(canary))
    const seen = await member.process.call('wordsSeen', others)
    return { agent: member.name, folder: member.folder, canaries: own, seen }
  })
  await all(members, ({ process }) => process.call('close', null))

  return [
    {
      conversation: id,
      agents: members.length,
      records: everything.length,
      notes: notes.length,
      offline: offline.length,
      lost: lostRecords(everything, turns, replicas).length,
      hashes: replicas.map(({ hash }) => hash),
      propagationMs: propagationOf(written, arrivals),
      searchMs: found.map(({ ms }) => ms),
      recalls,
    },
    stores,
  ]
}

/**
 * Guards the measurement itself: a connection that was not really lost would make "written offline" a lie. The first agent
 * reaches the relay meanwhile, so there was time for records to cross.
 */
async function staysApart(
  { first, second }: Cast,
  meanwhile: readonly Written[],
  offline: readonly Written[],
): Promise<void> {
  await first.process.call('flush', null)
  const pending = await second.process.call('pending', null)
  const [heardByFirst, heardBySecond] = await all([first, second], ({ process }) => process.call('heard', null))
  const crossed = [
    ...offline.filter(({ turn }) => heardByFirst?.includes(turn)),
    ...meanwhile.filter(({ turn }) => heardBySecond?.includes(turn)),
  ]
  if (crossed.length > 0 || pending < offline.length)
    throw new Error(`the lost connection was none: ${crossed.length} records crossed it, ${pending} are pending`)
}

async function both<T>({ first, second }: Cast, act: (member: Member) => Promise<T>): Promise<[T, T]> {
  return Promise.all([act(first), act(second)])
}

async function all<T>(members: readonly Member[], act: (member: Member) => Promise<T>): Promise<T[]> {
  return Promise.all(members.map(act))
}
