import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import type { Core } from '../core'
import { type Memory, openMemory } from '../index'
import type { MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'
import { EntityGraph } from './entity-graph'
import { expandQuestion } from './expand'
import { around } from './neighbours'

test('what was said in a space that has unloaded relates nobody, until it is open again', async () => {
  const spaces = { team: 'private', other: 'private' } as const
  const memory = await openMemory({ agent: { id: 'a' }, spaces, storage: memoryStorage() })
  await memory.graph.relate('Ada', 'reports to', 'Grace', { space: 'team' })
  await memory.graph.relate('Ada', 'works with', 'Bob', { space: 'other' })
  const around = async () => (await memory.graph.neighbours('Ada')).map(({ entity }) => entity).sort()
  expect(await around()).toEqual(['bob', 'grace'])
  await (memory as unknown as { readonly core: Core }).core.pool.discard('other')
  expect(await around()).toEqual(['grace'])
  await memory.spaces.open('other')
  expect(await around()).toEqual(['bob', 'grace'])
  await memory.close()
})

test('the same steps come first on every replica, whichever it had first', async () => {
  const [ada, bob] = await Promise.all(
    ['ada', 'bob'].map(id => openMemory({ agent: { id }, spaces: { team: 'shared' }, storage: memoryStorage() })),
  )
  await ada!.graph.relate('the lamp', 'stands on', 'the desk')
  await bob!.graph.relate('the desk', 'holds', 'the lamp')
  const around = async (memory: Memory) => {
    const found = await memory.graph.neighbours('the lamp')
    return found.flatMap(({ path }) => path.map(({ predicate }) => predicate))
  }
  expect(await Promise.all([ada!, bob!].map(around))).toEqual([['stands on'], ['holds']])
  const [ofAda, ofBob] = [await ada!.export('team'), await bob!.export('team')]
  await ada!.import(ofBob)
  await bob!.import(ofAda)
  expect(await around(ada!)).toEqual(await around(bob!))
  await Promise.all([ada!, bob!].map(memory => memory.close()))
})

test('a word that opens a sentence is a name where something else names it, and as long as it does', async () => {
  const memory = await openMemory({ agent: { id: 'a' }, storage: memoryStorage() })
  await memory.add('Magda lives in Lucerne')
  await memory.add('Yesterday it rained in Lucerne')
  const around = async (name: string) => (await memory.graph.neighbours(name, { hops: 2 })).map(({ entity }) => entity)
  expect(await around('Ada')).toEqual([])
  expect(await around('Lucerne')).toEqual([])
  const said = await memory.graph.relate('Ada', 'reports to', 'Magda')
  expect(await around('Ada')).toEqual(['magda', 'lucerne'])
  expect(await around('Lucerne')).toEqual(['magda', 'ada'])
  await memory.retract(said.id, 'she left')
  expect(await around('Lucerne')).toEqual([])
  await memory.close()
})

/** A thousand records of one tag, each of which also names somebody; two relations lead on from one of them. */
function crowded() {
  const graph = new EntityGraph()
  const space = { name: 'team' } as Space
  const say = (at: number, content: string, relation?: object) => {
    const record = { content, tags: ['shop'], ...(relation && { metadata: { relation } }) }
    graph.put(space, `r/${at}`, record as unknown as MemoryRecord)
  }
  for (let at = 0; at < 1_000; at++) say(at, `today Ada told N${at}x of it`)
  say(1_000, 'Ada knows Bob', { subject: 'Ada', predicate: 'knows', object: 'Bob' })
  say(1_001, 'Bob knows Eve', { subject: 'Bob', predicate: 'knows', object: 'Eve' })
  let looks = 0
  let turns = 0
  const admitted = () => looks++ >= 0
  const pause = async () => void turns++
  return { graph, admitted, pause, looks: () => looks, turns: () => turns }
}

test('what very many speak of is passed over at once, and its relations still lead on', async () => {
  const { graph, admitted, pause, looks, turns } = crowded()
  const found = await around(graph, 'Ada', { hops: 2, limit: 50, admitted, pause })
  expect(found.map(({ entity }) => entity)).toEqual(['bob', 'eve'])
  expect([looks(), turns()]).toEqual([3, 1])
})

test('a question is led on by relations only, whatever else is spoken of beside', async () => {
  const { graph, admitted, pause, looks } = crowded()
  const questions = await expandQuestion(graph, 'whom does N5x know?', { hops: 2, admitted, pause })
  expect([questions, looks()]).toEqual([[], 0])
  const led = await expandQuestion(graph, 'where is Ada?', { hops: 2, admitted, pause })
  expect(led).toEqual(['bob where is', 'eve where is'])
})

test('a memory that closes lets go of its graph at once, not record by record', async () => {
  const memory = await openMemory({ agent: { id: 'a' }, storage: memoryStorage() })
  const { core } = memory as unknown as { readonly core: Core }
  await memory.graph.relate('Ada', 'reports to', 'Magda')
  await memory.graph.neighbours('Ada')
  expect(core.projection.followers.size).toBe(1)
  await memory.close()
  expect(core.projection.followers.size).toBe(0)
})
