import type { Instant } from '../model'

/** One of several episodes that belong together. */
export interface Episode {
  readonly id: string
  readonly content: string
  readonly author: string
  readonly time: Instant
}

/**
 * What makes one text of several episodes: a port, so that a model can stand behind it. `extractiveSummariser` needs none.
 */
export interface Summariser {
  /** Names it in the source of what it wrote. */
  readonly id: string
  /**
   * @param episodes of one subject, oldest first
   * @returns undefined where there is nothing to say
   */
  summarise(
    episodes: readonly Episode[],
    options: { readonly signal?: AbortSignal },
  ): Promise<string | undefined> | string | undefined
}
