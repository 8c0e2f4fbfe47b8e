import { openMemory } from '@commonplace/memory'
import { memoryStorage } from '@commonplace/storage/memory'
import { chanceOf } from '../search/chance'
import { rounded, timingOf } from '../search/timing'

const words = Array.from({ length: 20_000 }, (_, at) => `w${at.toString(36)}x`)

/** How long a write takes, by what it is, in a memory of so many records. */
export interface WriteTimes {
  readonly records: number
  /** The first write of a session, which indexes what is there. */
  readonly firstMs: number
  readonly newMs: number
  readonly copyMs: number
  readonly nearMs: number
  /** A new text with the gate off. */
  readonly ungatedMs: number
}

/**
 * Fills a memory and times what is written then: CPU time of the process, medians of 500 writes each, in a store in memory,
 * so that no disk is measured.
 */
export async function measureWrites(records: number, seed: number): Promise<WriteTimes> {
  const chance = chanceOf(seed)
  const text = () => Array.from({ length: 14 }, () => words[Math.floor(chance.next() ** 3 * words.length)]).join(' ')
  const filled = await openMemory({ agent: { id: 'writer' }, storage: memoryStorage(), gate: false })
  const texts = Array.from({ length: records }, text)
  for (let at = 0; at < records; at += 500) await Promise.all(texts.slice(at, at + 500).map(each => filled.add(each)))
  const exported = await filled.export('team')
  const time = async (memory: Awaited<ReturnType<typeof openMemory>>, next: () => string) => {
    const times: number[] = []
    for (let at = 0; at < 500; at++) {
      const content = next()
      const start = process.cpuUsage()
      await memory.add(content)
      const { user, system } = process.cpuUsage(start)
      times.push((user + system) / 1_000)
    }
    return timingOf(times).p50Ms
  }
  const ungatedMs = await time(filled, text)
  await filled.close()
  const memory = await openMemory({ agent: { id: 'writer' }, storage: memoryStorage() })
  await memory.import(exported)
  await memory.search('anything')
  const start = performance.now()
  await memory.add(text())
  const firstMs = rounded(performance.now() - start)
  const newMs = await time(memory, text)
  const copyMs = await time(memory, () => chance.pick(texts))
  const nearMs = await time(memory, () => chance.pick(texts).replace(/ \S+$/, ` ${chance.pick(words)}`))
  await memory.close()
  return { records, firstMs, newMs, copyMs, nearMs, ungatedMs }
}
