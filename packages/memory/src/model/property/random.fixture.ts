/** A seeded source of choices (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** 0 to 1, without 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** 0 to below `n` */
  int(n: number): number {
    return Math.floor(this.next() * n)
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!
  }

  some<T>(list: readonly T[], share: number): T[] {
    return list.filter(() => this.chance(share))
  }

  shuffle<T>(list: readonly T[]): T[] {
    return list
      .map(item => ({ item, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)
  }

  clientId(): number {
    return Math.floor(this.next() * 2 ** 53)
  }
}

/** The seeds to run: the file's own share, or what the variable says: `17` or `1..200000`. */
export function seedsOf(from: number, to: number, asked: string | undefined): number[] {
  const [first, last] = asked ? asked.split('..').map(Number) : [from, to]
  return Array.from({ length: (last ?? first!) - first! + 1 }, (_, i) => first! + i)
}
