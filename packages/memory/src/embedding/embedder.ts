/** Gives texts their meaning as vectors. Adapters are under `@commonplace/memory/embedders/*`; writing one is this. */
export interface Embedder {
  /** Names the model and its version: vectors of two embedders are never compared. */
  readonly id: string
  /** Length of each vector. */
  readonly dimensions: number
  /**
   * The vector of each text, in their order; their lengths do not matter, directions are compared.
   *
   * @param texts 1 to 32, of about a thousand characters each at most
   */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<readonly ArrayLike<number>[]>
}
