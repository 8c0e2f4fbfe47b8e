/** Words that are used alike; `@commonplace/word-table` is one. */
export interface WordTable {
  /** Names the table and its version. */
  readonly id: string
  /**
   * The words nearest to one, the most alike first.
   *
   * @param word in lower case, with its ending
   * @returns likeness as the cosine of the two, 0 to 1; none for a word that is not known
   */
  neighboursOf(word: string): readonly { readonly word: string; readonly likeness: number }[]
}
