import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import type { Core } from '../core'
import type { Memory } from '../memory'
import { Random, seedsOf } from '../model/property/random.fixture'
import { open as openShared, relayUrl } from '../open.fixture'
import { openMemory } from '../open-memory'
import { exportSpace } from './export-space'

async function open(id = 'ada'): Promise<Memory> {
  const memory = await openMemory({ agent: { id }, storage: memoryStorage() })
  onTestFinished(() => memory.close())
  return memory
}

const seeds = seedsOf(1, 12, process.env.SEEDS)

test(`what is exported and imported elsewhere is the same: records, facts, history, support, and the export itself, seeds ${seeds[0]} to ${seeds.at(-1)}`, async () => {
  for (const seed of seeds) {
    const random = new Random(seed)
    const memory = await open()
    const ids: string[] = []
    for (let left = 5 + random.int(30); left > 0; left--) {
      const dice = random.next()
      const live = (await memory.getAll()).map(({ id }) => id)
      const some = random.some(live, 0.2)
      if (dice < 0.5) ids.push((await memory.add(`note ${left} \u2028 "é" 😀`, { derivedFrom: some, tags: ['a'] })).id)
      else if (dice < 0.7) await memory.facts.assert(`k/${random.int(3)}`, { n: random.int(3) }, { evidence: some })
      else {
        const shown = (await memory.getAll()).filter(({ key }) => key === undefined)
        const record = shown.length > 0 ? random.pick(shown) : undefined
        if (record && dice < 0.85) await memory.update(record.id, { content: `changed ${left}` })
        else if (record) await memory.retract(record.id, 'wrong')
      }
    }
    const text = await memory.export('team')
    const other = await open()
    await other.import(text)
    const again = await other.import(text)
    expect(again.added, `seed ${seed}`).toBe(0)
    expect(await other.export('team'), `seed ${seed}`).toBe(text)
    const picture = async (each: Memory) => ({
      records: await each.getAll({ scope: 'all' }),
      facts: await each.facts.list(),
      histories: await Promise.all(ids.map(id => each.history(id))),
      dependents: await Promise.all(ids.map(id => each.dependents(id))),
    })
    const seen = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replaceAll('"durability":"relay"', '"durability":"local"'))
    expect(seen(await picture(other)), `seed ${seed}`).toEqual(seen(await picture(memory)))
  }
})

test('artifacts are exported and imported with their space, and open where there is no relay', async () => {
  const memory = await open()
  const report = Array.from({ length: 3_000 }, (_, at) => `line ${at}: pallets moved`).join('\n')
  const { id } = await memory.artifacts.put(report, { summary: 'Report on the fire' })
  const notes = await memory.artifacts.put('ours', { summary: 'A note', space: 'notes' })
  await memory.add('nothing large about it')
  const text = await memory.export('team')
  expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({ commonplace: 2, space: 'team' })
  expect(JSON.parse((await memory.export('notes')).split('\n')[0]!)).toMatchObject({ commonplace: 2, space: 'notes' })

  for (const other of [await open(), await open('bob')]) {
    const lines = text.trimEnd().split('\n')
    await expect(other.import(lines.slice(0, -1).join('\n'))).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await other.getAll({ scope: 'all' })).toEqual([])
    const { added } = await other.import(text)
    expect(added).toBe(lines.length - 1)
    expect((await other.import(text)).added).toBe(0)
    expect((await other.artifacts.open(id)).text === report).toBe(true)
    expect(await other.export('team')).toBe(text)
    expect(other.sync.status.value.pendingArtifacts).toBe(1)
  }
  await memory.erase({ ids: [notes.id] })
  expect(await memory.export('notes')).not.toContain('"artifact":')
})

test('a text that was cut off, changed or is of another space is refused whole', async () => {
  const memory = await open()
  await memory.add('one')
  await memory.add('two')
  const text = await memory.export('team')
  const other = await open()
  const lines = text.trimEnd().split('\n')
  for (const bad of [lines.slice(0, -1).join('\n'), `${text}{`, text.replace('"team"', '"elsewhere"'), 'no export']) {
    await expect(other.import(bad)).rejects.toMatchObject({
      code: expect.stringMatching(/invalid-input|unknown-space/),
    })
  }
  await expect(other.import(text, { space: 'notes' })).rejects.toMatchObject({ code: 'invalid-input' })
  expect(await other.getAll({ scope: 'all' })).toEqual([])
})

test('a long import keeps its order, stores what it says twice once, and ends where it is called off', async () => {
  const results = Array.from({ length: 200 }, (_, at) => ({
    memory: at === 150 ? 'lamp number 3' : `lamp number ${at}`,
  }))
  const text = JSON.stringify({ results })
  const memory = await open()
  const progress: number[] = []
  const onProgress = ({ done }: { done: number }) => progress.push(done)
  expect(await memory.import(text, { format: 'mem0', onProgress })).toMatchObject({ added: 199, skipped: [] })
  expect(progress).toEqual(results.map((_, at) => at + 1))
  const contents = (await memory.getAll({ limit: 500 })).map(({ content }) => content)
  const said = results.filter((_, at) => at !== 150).map(({ memory: content }) => content)
  expect(contents).toEqual(said)

  const other = await open()
  const controller = new AbortController()
  const calledOff = other.import(text, {
    format: 'mem0',
    signal: controller.signal,
    onProgress: ({ done }) => done === 40 && controller.abort(),
  })
  await expect(calledOff).rejects.toMatchObject({ name: 'AbortError' })
  const kept = (await other.getAll({ limit: 500 })).length
  expect(kept).toBeGreaterThanOrEqual(40)
  expect(kept).toBeLessThan(150)
})

test('an import that was cut off is finished by calling it again: it adds what is not there, once all that is there can be compared', async () => {
  const memory = await open()
  const [first, ...others] = ['a lamp', 'a table', 'a chair'].map(content => ({ memory: content }))
  await memory.import(JSON.stringify([first]), { format: 'mem0' })
  const { gate } = (memory as unknown as { core: Core }).core
  let isRead = () => {}
  gate.rest = new Promise(resolve => (isRead = resolve))
  const importing = memory.import(JSON.stringify([first, ...others]), { format: 'mem0' })
  for (let turns = 0; turns < 20; turns++) await new Promise<void>(resolve => setImmediate(resolve))
  expect(await memory.getAll()).toHaveLength(1)
  isRead()
  expect(await importing).toMatchObject({ added: 2, skipped: [] })
  expect(await memory.getAll()).toHaveLength(3)
})

test('a Mem0 export becomes records, with what has no text named in the report', async () => {
  const memory = await open()
  const progress: number[] = []
  const results = [
    {
      id: 'm1',
      memory: 'Ada prefers e-mail',
      user_id: 'u1',
      created_at: '2026-01-02T03:04:05.123456Z',
      metadata: { a: 1 },
    },
    { id: 'm2', memory: '' },
    { id: 'm3', text: 'Ada is vegetarian', categories: ['food'] },
    { id: 'm4', memory: 'whose?', user_id: 'a\u0000b' },
  ]
  const report = await memory.import(JSON.stringify({ results }), {
    format: 'mem0',
    onProgress: ({ done }) => progress.push(done),
  })
  expect(report).toEqual({
    format: 'mem0',
    space: 'team',
    added: 2,
    skipped: [
      { at: 1, reason: 'no text' },
      { at: 3, reason: 'user_id is no name of 1 to 256 bytes' },
    ],
  })
  expect(progress).toEqual([1, 2])
  expect((await memory.getAll()).map(({ content }) => content)).toEqual(['Ada is vegetarian'])
  const [first, second] = await memory.getAll({ scope: 'all' })
  expect(first).toMatchObject({
    content: 'Ada prefers e-mail',
    scope: { user: 'u1' },
    validFrom: new Date('2026-01-02T03:04:05.123Z'),
    metadata: { a: 1, mem0: { id: 'm1', user_id: 'u1' } },
  })
  expect(second).toMatchObject({ tags: ['food'], source: { type: 'import', name: 'mem0' } })
  await expect(memory.import('{}', { format: 'mem0' })).rejects.toMatchObject({ code: 'invalid-input' })
})

test("the MCP memory server's file becomes records about its entities, and relations", async () => {
  const memory = await open()
  const lines = [
    { type: 'entity', name: 'Ada', entityType: 'person', observations: ['likes tea', 'works at night'] },
    { type: 'relation', from: 'Ada', to: 'Northway', relationType: 'works at' },
  ]
  const report = await memory.import(`${lines.map(line => JSON.stringify(line)).join('\n')}\nnonsense\n`, {
    format: 'mcp-memory',
  })
  expect(report).toMatchObject({ added: 3, skipped: [{ at: 3, reason: 'no JSON' }] })
  expect((await memory.graph.neighbours('Ada'))[0]).toMatchObject({ entity: 'northway' })
  expect((await memory.search('what does Ada like?'))[0]?.record).toMatchObject({ content: 'likes tea', title: 'Ada' })
})

test('Markdown notes become a record each, titled by their headings', async () => {
  const memory = await open()
  const text = `---\ndate: x\n---\n# Team\n\nWe meet on Mondays. #meeting\n\n## Ada\n- prefers e-mail\n- [ ] call *back*\n\n\`\`\`\n# no heading\n\nx\n\`\`\`\n`
  await memory.import(text, { format: 'markdown' })
  expect((await memory.getAll()).map(({ title, content, tags }) => [title, content, tags])).toEqual([
    ['Team', 'We meet on Mondays. #meeting', ['meeting']],
    ['Team / Ada', 'prefers e-mail', []],
    ['Team / Ada', '[ ] call *back*', []],
    ['Team / Ada', '```\n# no heading\n\nx\n```', []],
  ])
})

test('an export is as the space was in one moment, whatever is written while it is made', async () => {
  const memory = await open()
  for (let at = 0; at < 4; at++) await memory.add(`note ${at}`)
  const before = await memory.export('team')
  let written: Promise<unknown> | undefined
  const pause = () => {
    written ??= memory.add('a note of meanwhile')
    return written.then(() => {})
  }
  const core: Core = Object.create((memory as unknown as { core: Core }).core, { pause: { value: pause } })
  expect(await exportSpace(core, 'team')).toBe(before)
  expect(await memory.export('team')).toContain('a note of meanwhile')
})

test('ID10 whose writes somebody else brought to the relay first says them anew, and everybody judges alike', async () => {
  const relay = await relayUrl()
  const [ada, bob, cleo] = await Promise.all(['ada', 'bob', 'cleo'].map(id => openShared(id, { relay })))
  ada!.sync.pause()
  const { id } = await ada!.add('written on the train')
  expect(await bob!.import(await ada!.export('team'))).toMatchObject({ added: 1 })
  const standing = async (memory: Memory | undefined) => (await memory!.history(id)).map(({ state }) => state)
  for (const memory of [bob, cleo]) {
    await expect.poll(() => standing(memory)).toEqual(['forged'])
    expect(await memory!.getAll()).toEqual([])
  }
  ada!.sync.resume()
  for (const memory of [ada, bob, cleo]) {
    await expect
      .poll(async () => (await memory!.getAll()).map(each => [each.content, each.author.agent, each.id === id]))
      .toEqual([['written on the train', 'ada', false]])
  }
})

test('what was moved is found where it is, though its author had to say it anew there', async () => {
  const relay = await relayUrl()
  const spaces = { team: 'shared', archive: 'shared' } as const
  const [ada, bob] = await Promise.all(['ada', 'bob'].map(id => openShared(id, { relay, spaces })))
  const { id } = await ada!.add('the boat is blue', { consistency: 'relay' })
  await expect.poll(() => bob!.get(id)).toBeDefined()
  ada!.sync.pause()
  const moved = ada!.rescope(id, { space: 'archive' })
  await expect.poll(() => ada!.getAll({ filter: { space: 'archive' } })).toHaveLength(1)
  await bob!.import(await ada!.export('archive'))
  await bob!.sync.flush('relay')
  ada!.sync.resume()
  const { changed } = await moved
  await expect.poll(() => bob!.get(id)).toMatchObject({ space: 'archive', version: changed[0]!.to })
  expect(await bob!.getAll()).toHaveLength(1)
})
