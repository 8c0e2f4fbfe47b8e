/** What one person says once. */
export interface Turn {
  /** As the file names it, `D3:7`: the seventh turn of the third session. */
  readonly id: string
  readonly speaker: string
  /** The words, with the caption of a shared picture in brackets. */
  readonly content: string
  readonly session: number
  /** When it was said, milliseconds since 1970: the start of its session plus half a minute a turn. */
  readonly at: number
}

/** LoCoMo's categories: 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop, 5 adversarial. */
export type Category = 1 | 2 | 3 | 4 | 5

/** A question about a conversation, with the turns that hold its answer. */
export interface Question {
  readonly text: string
  readonly category: Category
  /** Ids of turns; at least one, all of them in the conversation. */
  readonly evidence: readonly string[]
}

/** What a speaker keeps to themselves; `canary` is a word of `text` that stands nowhere else. */
export interface PrivateNote {
  readonly speaker: string
  readonly text: string
  readonly canary: string
}

/** Two people talking over several sessions, what they do not tell each other, and questions about it all. */
export interface Conversation {
  readonly id: string
  readonly speakers: readonly [string, string]
  /** In the order in which they were said. */
  readonly turns: readonly Turn[]
  readonly notes: readonly PrivateNote[]
  readonly questions: readonly Question[]
  /** How many questions of the file name no turn that is there. */
  readonly skipped: number
}
