/** Where the search index of a memory is. Frozen. */
export interface IndexStatus {
  /**
   * `here`: in the thread that opened the memory, or not made yet, since nobody has searched. `moving`: on its way to a worker, and still answering here. `worker`: in
   * one. `rebuilding`: the worker is gone, and searches wait until the index is whole again.
   */
  readonly place: 'here' | 'moving' | 'worker' | 'rebuilding'
  /** Why it is not, or no more, in a worker. */
  readonly reason?: string
}
