import { inTurns, type Pause } from '../model'
import { createTokenizer } from '../recall/tokenizer'

/** A word that so many groups have tells none of them apart. */
const commonest = 200
/** From this share of their words, by rarity, on two texts are about the same thing (cosine). */
const enough = 0.3

/**
 * Texts that are about the same thing, by their words: each goes to the group whose first text it is most like, or begins one.
 * What a text costs follows how many groups share its rarer words.
 *
 * @returns the positions of each group's texts, in their order
 */
export async function topicsOf(texts: readonly string[], pause: Pause): Promise<number[][]> {
  const { tokenize } = createTokenizer()
  const words: string[][] = []
  const having = new Map<string, number>()
  await inTurns(texts, pause, text => {
    const own = [...new Set(tokenize(text))]
    words.push(own)
    for (const word of own) having.set(word, (having.get(word) ?? 0) + 1)
  })
  const rarity = (word: string) => Math.log(1 + texts.length / having.get(word)!)
  const lengthOf = (each: readonly string[]) => Math.sqrt(each.reduce((sum, word) => sum + rarity(word) ** 2, 0)) || 1
  const groups: { readonly members: number[]; readonly length: number }[] = []
  const groupsOf = new Map<string, number[]>()
  await inTurns(words.entries(), pause, ([at, own]) => {
    const length = lengthOf(own)
    const shared = new Map<number, number>()
    // A number alone is no subject.
    const named = new Set<number>()
    for (const word of own) {
      const with_ = groupsOf.get(word) ?? []
      if (with_.length > commonest) continue
      for (const group of with_) {
        shared.set(group, (shared.get(group) ?? 0) + rarity(word) ** 2)
        if (!/^\d+$/.test(word)) named.add(group)
      }
    }
    let [best, likest] = [-1, enough]
    for (const [group, sum] of shared) {
      const like = sum / (length * groups[group]!.length)
      if (like >= likest && named.has(group)) [best, likest] = [group, like]
    }
    if (best >= 0) {
      groups[best]!.members.push(at)
      return
    }
    for (const word of own) {
      const with_ = groupsOf.get(word)
      if (!with_) groupsOf.set(word, [groups.length])
      // One beyond the commonest says that it is passed over; more would only grow.
      else if (with_.length <= commonest) with_.push(groups.length)
    }
    groups.push({ members: [at], length })
  })
  return groups.map(({ members }) => members)
}
