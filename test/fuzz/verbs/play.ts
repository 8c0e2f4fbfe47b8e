import { setTimeout as pause } from 'node:timers/promises'
import type { MemoryRecord } from '@commonplace/memory'
import { SeededRandom } from '@commonplace/protocol/testing'
import { steps } from './steps'
import { type Agent, isRefusal, own, shared, Team } from './team'
import { differences, viewOf } from './view'

// A name for each tenth of a share.
const pot = Object.entries(steps).flatMap(([name, [share]]) => Array<string>(Math.round(share * 10)).fill(name))

const settleMs = 5000
const lookAgainMs = 40

/**
 * Plays so many random steps of three agents, some at once, connected or not, and looks at what all see then.
 *
 * @returns what went wrong: an error that is no refusal, a verb that never ends, or what agents, a newcomer, or an agent that was opened
 * anew do not see alike, and what is not there though nobody touched it
 */
export async function play(seed: number, length = 70): Promise<string[]> {
  const random = new SeededRandom(seed)
  const team = await Team.open()
  const faults: string[] = []
  const running: Promise<void>[] = []
  const onRejection = (error: unknown) => faults.push(`nobody handled ${textOf(error)}`)
  process.on('unhandledRejection', onRejection)
  try {
    // Who writes before the relay ever heard of it is not known there by what it wrote.
    for (const { memory } of team.members) if (random.chance(0.5)) memory.sync.pause()
    for (let n = 0; n < length; n++) {
      const [name, agent] = [random.pick(pot), random.pick(team.members)]
      const step = steps[name]![1]({ team, agent, random }).then(
        () => {},
        error => {
          if (!isRefusal(error)) faults.push(`${agent.id}, ${name}: ${textOf(error)}`)
        },
      )
      running.push(step)
      // A move waits for the relay, which its agent may be away from.
      if (name === 'reopen') await step
      else if (random.chance(0.7)) await Promise.race([step, pause(50)])
    }
    for (const { memory } of team.members) memory.sync.resume()
    const isEnded = await Promise.race([Promise.all(running).then(() => true), pause(settleMs, false)])
    if (!isEnded) faults.push('a verb does not end')
    faults.push(...(await lookAtAll(team)))
  } finally {
    process.off('unhandledRejection', onRejection)
    await team.close()
  }
  return faults
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

async function lookAtAll(team: Team): Promise<string[]> {
  const faults = await until(async () => {
    for (const { memory } of team.members) await memory.sync.flush('relay')
    const [first, ...others] = await Promise.all(team.members.map(each => lookAt(team, each)))
    const unlike = others.flatMap((view, at) => differences(first!, view, `${team.members[at + 1]!.id} unlike ada`))
    const there = new Set((first!.get('records') as readonly MemoryRecord[]).map(({ content }) => content))
    return [...unlike, ...[...team.kept].filter(text => !there.has(text)).map(text => `lost: ${text}`)]
  })
  const newcomer = await team.newcomer()
  const [ada] = team.members
  const unlike = await until(async () =>
    differences(await lookAt(team, ada!), await lookAt(team, newcomer), 'a newcomer unlike ada'),
  )
  await newcomer.close()
  faults.push(...unlike)
  for (const member of team.members) {
    const spaces = [...shared, own]
    const ids = [...team.ids, ...member.notes]
    const before = await viewOf(member.memory, spaces, ids)
    const after = await viewOf((await member.open()).memory, spaces, ids)
    faults.push(...differences(before, after, `${member.id} opened anew`))
  }
  return faults
}

const lookAt = (team: Team, { memory }: Agent) => viewOf(memory, shared, team.ids)

/** Looks until there is nothing left to say, or it has been long enough. */
async function until(look: () => Promise<string[]>): Promise<string[]> {
  const end = Date.now() + settleMs
  for (;;) {
    const found = await look()
    if (found.length === 0 || Date.now() > end) return found
    await pause(lookAgainMs)
  }
}
