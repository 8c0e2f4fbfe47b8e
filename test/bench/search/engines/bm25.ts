import { createTokenizer } from '../../../../packages/memory/src/recall/tokenizer'
import type { BenchQuestion, BenchRecord } from '../corpus'
import { type Engine, limit } from './engine'

const k1 = 0.9
const b = 0.3

/**
 * The least that finds anything: postings in plain arrays, BM25 summed over them, the ten best. No second look at what was
 * found, no removal from the postings; what an index costs at least with our words.
 */
export function bm25(): Engine {
  const { tokenize } = createTokenizer()
  const postings = new Map<string, { slots: number[]; counts: number[] }>()
  const records: (BenchRecord | undefined)[] = []
  const slots = new Map<string, number>()
  const lengths: number[] = []
  let total = 0
  let scores = new Float64Array(1024)

  function add(record: BenchRecord): void {
    const slot = records.length
    const counts = new Map<string, number>()
    const tokens = tokenize(record.text)
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
    for (const [token, count] of counts) {
      const list = postings.get(token) ?? { slots: [], counts: [] }
      postings.set(token, list)
      list.slots.push(slot)
      list.counts.push(count)
    }
    records.push(record)
    slots.set(record.id, slot)
    lengths.push(tokens.length)
    total += tokens.length
  }

  function remove({ id }: BenchRecord): void {
    const slot = slots.get(id)
    if (slot === undefined) return
    total -= lengths[slot]!
    records[slot] = undefined
    slots.delete(id)
  }

  function search(text: string, admits: (record: BenchRecord) => boolean): string[] {
    if (scores.length < records.length) scores = new Float64Array(records.length * 2)
    const touched: number[] = []
    const average = total / slots.size
    for (const token of new Set(tokenize(text))) {
      const list = postings.get(token)
      if (list === undefined) continue
      const idf = Math.log(1 + (slots.size - list.slots.length + 0.5) / (list.slots.length + 0.5))
      for (let at = 0; at < list.slots.length; at++) {
        const slot = list.slots[at]!
        const count = list.counts[at]!
        if (scores[slot] === 0) touched.push(slot)
        scores[slot]! += (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[slot]!) / average))
      }
    }
    const best: number[] = []
    for (const slot of touched) {
      const record = records[slot]
      const score = scores[slot]!
      if (record === undefined || (best.length === limit && score <= scores[best[limit - 1]!]!) || !admits(record))
        continue
      let at = best.length === limit ? limit - 1 : best.length
      while (at > 0 && scores[best[at - 1]!]! < score) {
        best[at] = best[at - 1]!
        at--
      }
      best[at] = slot
    }
    const ids = best.map(slot => records[slot]!.id)
    for (const slot of touched) scores[slot] = 0
    return ids
  }

  return {
    add,
    remove,
    update(before, after) {
      remove(before)
      add(after)
    },
    ask: ({ text }) => search(text, () => true),
    askFiltered: question => search(question.text, record => fits(record, question)),
  }
}

/** What the filtered question of every engine asks for. */
export function fits(record: Pick<BenchRecord, 'user' | 'app' | 'space'>, { user, app }: BenchQuestion): boolean {
  return record.user === user && record.app === app && record.space === 'team'
}
