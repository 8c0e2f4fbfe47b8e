import { memoryStorage } from '@commonplace/storage/memory'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Core } from './core'
import { erase } from './erase/erase'
import { exportSpace } from './exchange/export-space'
import { duplicates } from './facts/duplicates'
import { listFacts } from './facts/list'
import { neighbours } from './graph/neighbours'
import type { Memory } from './memory'
import { openMemory } from './open-memory'
import { list } from './procedures/get'
import { rollback } from './record/rollback'
import { promote } from './rescope/promote'
import { rescope } from './rescope/rescope'
import { window } from './runs/window'
import { knowledgeOf } from './team/knowledge'
import type { TeamPresence } from './team/presence'
import { whoKnows } from './team/who-knows'
import { audit } from './upkeep/audit'
import { consolidate } from './upkeep/consolidate'
import { requestCalls } from './work/calls'
import { WorkProgress } from './work/progress'
import { TaskBoard } from './work/task-board'

const records = 300
let memory: Memory

beforeAll(async () => {
  memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  for (let at = 0; at < records; at++) await memory.add(`note ${at} of the clerk`)
  for (let at = 0; at < records; at++) await memory.work.tasks.add(`order ${at}`)
  await memory.spaces.open('shared')
  return () => memory.close()
})

const reason = 'a drill'
const presence = { isPresent: () => false } as unknown as TeamPresence
const since = new Date(0)
const progress = () => new WorkProgress('ada', memory.working, memory.team.presence.peers)

/** What goes through all records, and how many of them it passes between two looks at the clock at most. */
const verbs: Record<string, readonly [run: (core: Core) => Promise<unknown>, atOnce: number]> = {
  export: [core => exportSpace(core, 'team'), 1],
  rollback: [core => rollback(core, { agent: 'ada', since, reason, dryRun: true }), 1],
  'graph.neighbours': [core => neighbours(core, 'clerk'), 1],
  audit: [core => audit(core), 0.5],
  consolidate: [core => consolidate(core, { dryRun: true, olderThan: 0 }), 0.5],
  'erase, by filter': [core => erase(core, { filter: { kind: 'episodic' } }, { dryRun: true }), 0.5],
  'erase, by subject': [core => erase(core, { subject: 'bob' }, { dryRun: true }), 0.5],
  'facts.list': [core => listFacts(core), 1],
  'facts.duplicates': [core => duplicates(core), 1],
  'procedures.list': [core => list(core, {}), 1],
  'runs.window': [core => window(core, 'r'), 1],
  'team.whoKnows': [core => whoKnows(core, presence, 'clerk'), 1],
  'team.publish': [core => knowledgeOf(core, {}), 1],
  promote: [core => promote(core, { filter: { author: 'ada' } }, { to: 'shared', dryRun: true }), 0.5],
  'work.tasks.list': [core => new TaskBoard(core).list(), 1],
  'work.calls': [core => requestCalls(core, progress(), {}), 1],
  rescope: [core => rescope(core, { filter: { author: 'ada' } }, { run: 'r' }, { dryRun: true }), 1],
}

test.each(Object.entries(verbs))(
  '%s gives the event loop turns while it goes through all records',
  async (_, [run, atOnce]) => {
    let looks = 0
    const pause = () => {
      looks++
      return undefined
    }
    const own = (memory as unknown as { core: Core }).core
    own.projection.followers.clear()
    // All else is the memory's own.
    await run(Object.create(own, { pause: { value: pause } }))
    expect(looks).toBeGreaterThanOrEqual(records / atOnce)
  },
)

test('an export gives turns where entries were deleted', async () => {
  const own = await openMemory({ agent: { id: 'ben' }, storage: memoryStorage() })
  onTestFinished(() => own.close())
  for (let at = 0; at < 100; at++) await own.add(`note ${at}`, { tags: at < 90 ? ['gone'] : [] })
  await own.erase({ filter: { tags: 'gone' } }, { reason })
  const core = (own as unknown as { core: Core }).core
  const left = core.pool.loaded().reduce((sum, { index }) => sum + index.size, 0)
  expect(left).toBeLessThan(60)
  let looks = 0
  const pause = () => {
    looks++
    return undefined
  }
  await exportSpace(Object.create(core, { pause: { value: pause } }), 'team')
  expect(looks).toBeGreaterThanOrEqual(100)
})
