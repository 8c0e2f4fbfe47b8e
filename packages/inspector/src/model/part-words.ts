/** What the parts of a score mean, for those that the library documents. */
const words: ReadonlyMap<string, string> = new Map([
  ['coverage', 'Words of the question, by rarity'],
  ['within2', 'Words, with 2 neighbours in its run'],
  ['within5', 'Words, with 5 neighbours in its run'],
  ['within8', 'Words, with 8 neighbours in its run'],
  ['before', 'Words just before it in its run'],
  ['person', 'By or for the person asked about'],
  ['ownWords', 'That person about themselves'],
  ['question', 'Asks instead of answering'],
  ['whenAsked', 'Says when, asked “when”'],
  ['dated', 'Says when'],
  ['nearDate', 'Near the date asked about'],
  ['nameAsked', 'Holds a name, asked for one'],
  ['names', 'Proper names'],
  ['nearest', 'Words, in it or just beside it'],
  ['around', 'Words, in what was said around it'],
  ['passage', 'Words, in all its author said in a row'],
  ['length', 'How much it says'],
  ['rarity', 'Its words are rare'],
  ['decay', 'Has aged'],
  ['meaning', 'Close in meaning'],
  ['meaningAround', 'Close in meaning to what is around it'],
  ['answer', 'Answers what was asked just before'],
  ['tagged', 'Tagged with a word of the question'],
  ['recency', 'Is recent'],
  ['confidence', 'Its author is sure of it'],
  ['importance', 'Marked as important'],
  ['kind', 'The kind of memory'],
  ['pinned', 'Pinned'],
  ['status', 'Verified or refuted'],
])

/** A part of a score in words; one that is not known here keeps its name. */
export function partWords(name: string): string {
  return words.get(name) ?? name
}
