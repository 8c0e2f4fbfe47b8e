/** How a race ended: writes that were acknowledged, and those that are there afterwards. */
export interface Kept {
  readonly written: number
  readonly kept: number
}

/** What the writers of one system were up to. */
export interface Race {
  /** what runs it, and where the writers are */
  readonly system: string
  /** every write is an item of its own; all at once */
  readonly own: Kept
  /** every write adds to one item that all share; each writer one after the other */
  readonly shared: Kept
  /** what the system says about two writers at once */
  readonly promises: string
}

/** How many writers there are, and how often each of them writes. */
export interface Size {
  readonly writers: number
  readonly writes: number
}
