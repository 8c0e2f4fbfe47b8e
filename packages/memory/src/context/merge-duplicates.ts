import { inTurns, type Pause } from '../model'
import { createTokenizer } from '../recall'
import type { Item } from './item'
import { saysNoMore, saysTheSame, wordsToCompare } from './near-duplicate'

/** An item with those that say the same. */
export interface Merged {
  readonly item: Item
  readonly also: readonly Item[]
}

/**
 * Merges items that say the same; the one that says most stays, in the place of the best. Items in conflict stay as they
 * are: each of their sides is told.
 *
 * @param items best first
 * @param told what the reader has already: what says no more than that is merged into it
 */
export async function mergeDuplicates(items: readonly Item[], told: readonly Item[], pause: Pause): Promise<Merged[]> {
  const tokenizer = createTokenizer()
  const kept: { item: Item; words: string[]; also: Item[] }[] = []
  await inTurns([...told, ...items], pause, item => {
    const [only, ...others] = item.sides
    const words = others.length > 0 ? [] : wordsToCompare(only?.text ?? '', tokenizer)
    const same =
      words.length === 0
        ? undefined
        : kept.find(each => mayMerge(each.item, item) && alike(each.words, words, sameAuthor(each.item, item)))
    if (same === undefined) kept.push({ item, words, also: [] })
    else if (saysMore(item, words, same.item, same.words)) {
      same.also.push(same.item)
      same.item = item
      same.words = words
    } else same.also.push(item)
  })
  return kept.map(({ item, also }) => ({ item, also }))
}

/** Facts under two keys are two facts; what holds at other times is another statement. */
function mayMerge(one: Item, other: Item): boolean {
  const [a, b] = [one.sides[0]!, other.sides[0]!]
  const isConflict = one.sides.length > 1 || other.sides.length > 1
  return !isConflict && one.record.key === other.record.key && a.from === b.from && a.to === b.to
}

/** Another author who says a little more may say something else. */
function alike(one: readonly string[], other: readonly string[], isOneAuthor: boolean): boolean {
  if (!isOneAuthor) return saysTheSame(one, other)
  return one.length <= other.length ? saysNoMore(one, other) : saysNoMore(other, one)
}

function sameAuthor(one: Item, other: Item): boolean {
  return one.sides[0]!.by === other.sides[0]!.by
}

/** Verified before unverified; then the one with more words. */
function saysMore(item: Item, words: readonly string[], kept: Item, keptWords: readonly string[]): boolean {
  const isVerified = Number(item.record.status === 'verified') - Number(kept.record.status === 'verified')
  return isVerified > 0 || (isVerified === 0 && words.length > keptWords.length)
}
