import { expect, test } from 'vitest'
import { Postings } from './postings'
import { Rarity } from './rarity'
import { createTokenizer } from './tokenizer'

const tokenizer = createTokenizer()

function indexed(texts: readonly string[]) {
  const postings = new Postings()
  const rarity = new Rarity(postings, tokenizer)
  for (const [at, text] of texts.entries()) postings.add(at + 1, tokenizer.tokenize(text) as string[])
  const mean = (slot: number, text = texts[slot - 1]!) => {
    const { sum, count } = rarity.of(slot, text)
    return sum / count
  }
  return { postings, rarity, mean }
}

test('a word that one record of many holds counts 1, one that many hold counts less, each time it stands there', () => {
  const { mean, rarity } = indexed([
    'boat boat',
    'good boat',
    'good',
    'good',
    'violin',
    ...Array<string>(600).fill('tram'),
  ])
  expect(mean(5)).toBeCloseTo(1, 9)
  expect(mean(3)).toBeLessThan(mean(1))
  expect(mean(2)).toBeCloseTo((mean(1) + mean(3)) / 2, 9)
  expect(rarity.of(1, 'boat boat').count).toBe(2)
})

test('how many hold a word is as of now, and what changed is read anew once it is forgotten', () => {
  const { mean, rarity, postings } = indexed(['boat', 'violin', 'tram'])
  const before = mean(1)
  postings.add(4, tokenizer.tokenize('boat') as string[])
  expect(mean(1)).toBeLessThan(before)
  postings.remove(2, tokenizer.tokenize('violin') as string[])
  postings.add(2, tokenizer.tokenize('boat') as string[])
  rarity.forget(2)
  expect(mean(2, 'boat')).toBeCloseTo(mean(1), 9)
})

test('where there are few records no word counts for rare', () => {
  expect(indexed(['boat', 'good', 'good']).mean(1)).toBeLessThan(0.2)
})

test('a text without words that say anything has none', () => {
  const { rarity } = indexed(['and so', 'boat'])
  expect(rarity.of(1, 'and so')).toMatchObject({ count: 0, sum: 0 })
})

test('a record that was read while its lists were put back is read anew when they are there', () => {
  const { rarity, postings } = indexed(['boat', 'tram'])
  postings.addLength(3, 2)
  expect(rarity.of(3, 'boat violin').count).toBe(1)
  postings.merge('boat', Int32Array.of(3), Uint8Array.of(1))
  postings.merge('violin', Int32Array.of(3), Uint8Array.of(1))
  expect(rarity.of(3, 'boat violin').count).toBe(2)
})

test('of a long text the beginning is read, and no cut word', () => {
  const text = `${'boat '.repeat(199)}harbour violin`
  expect(indexed([text]).rarity.of(1, text)).toMatchObject({ count: 199, isWhole: true })
})
