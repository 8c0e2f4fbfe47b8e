import { expect, test } from 'vitest'
import type { Core } from '../core'
import { open } from '../open.fixture'
import type { Space } from '../space/space'
import type { Follower } from './follower'
import { following } from './following'
import type { MemoryRecord } from './record'

/** What it has been given and not taken from: each record once. */
class Contents implements Follower {
  readonly held = new Map<string, string>()

  put(space: Space, key: string, { content }: MemoryRecord): void {
    if (this.held.has(`${space.name} ${key}`)) throw new Error(`"${content}" was put twice`)
    this.held.set(`${space.name} ${key}`, content)
  }

  remove(space: Space, key: string, { content }: MemoryRecord): void {
    if (this.held.get(`${space.name} ${key}`) !== content) throw new Error(`"${content}" was not put`)
    this.held.delete(`${space.name} ${key}`)
  }

  sorted(): string[] {
    return [...this.held.values()].sort()
  }
}

test('what is made of all records in turns is as they are, whatever is written, retracted, opened or closed meanwhile', async () => {
  const memory = await open('clerk', { spaces: { team: 'private', attic: 'private' } })
  const notes = []
  for (const name of ['ash', 'birch', 'cedar', 'fir', 'larch', 'pine', 'rowan'])
    notes.push(await memory.add(name, { space: 'team' }))
  await memory.add('dust', { space: 'attic' })
  const [ash, birch, cedar, fir] = notes.map(({ id }) => id)
  // One at each turn: of what has been taken, and of what has not.
  const changes = [
    () => memory.add('oak', { space: 'team' }),
    () => memory.update(ash!, { content: 'ash, felled' }),
    () => memory.retract(fir!, 'felled'),
    () => memory.retract(birch!, 'felled'),
    () => memory.update(cedar!, { content: 'cedar, pruned' }),
    () => memory.add('elder', { space: 'team' }),
    () => memory.add('mould', { space: 'attic' }),
    () => memory.update(ash!, { content: 'ash, burnt' }),
    () => memory.add('sloe', { space: 'team' }),
  ]
  const pause = () => {
    const change = changes.shift()
    return change && Promise.resolve(change()).then(() => {})
  }
  const core: Core = Object.create((memory as unknown as { core: Core }).core, { pause: { value: pause } })
  const made = await following(core, Contents)
  expect(changes).toEqual([])
  expect(made.sorted()).toEqual([
    ...['ash, burnt', 'cedar, pruned', 'dust', 'elder', 'larch', 'mould', 'oak', 'pine', 'rowan', 'sloe'],
  ])
  await memory.add('yew', { space: 'team' })
  expect(await following(core, Contents)).toBe(made)
  expect(made.sorted()).toContain('yew')
})

test('a space that closes leaves what is made of all records, while it is made and later, of many records too', async () => {
  const memory = await open('clerk', { spaces: { team: 'private', few: 'private', many: 'private' } })
  await memory.add('ash', { space: 'team' })
  const many = Array.from({ length: 1_001 }, (_, at) => ({ memory: `note ${at}` }))
  await memory.import(JSON.stringify(many), { format: 'mem0', space: 'many' })
  await memory.add('dust', { space: 'few' })
  const own = (memory as unknown as { core: Core }).core
  const whole = await following(own, Contents)
  expect(whole.held.size).toBe(1_003)
  await own.pool.discard('few')
  expect((await following(own, Contents)).held.size).toBe(1_002)
  await own.pool.discard('many')
  expect((await following(own, Contents)).sorted()).toEqual(['ash'])
  await own.pool.acquire('many')
  let looks = 0
  const pause = () => (++looks === 500 ? own.pool.discard('many') : undefined)
  const core: Core = Object.create(own, { pause: { value: pause } })
  own.projection.followers.clear()
  expect((await following(core, Contents)).sorted()).toEqual(['ash'])
})
