/** One metric in the Prometheus text format, version 0.0.4: its lines without a final line break. */
export interface Metric {
  render(name: string): string
}

const sample = (name: string, labels: string, value: number): string =>
  `${name}${labels === '' ? '' : `{${labels}}`} ${value}`

const head = (name: string, type: string, says: string): string => `# HELP ${name} ${says}\n# TYPE ${name} ${type}`

/** What only grows. Its label, where it has one, takes its values from a closed list and never from outside. */
export class Counter implements Metric {
  readonly #says: string
  readonly #label: string
  readonly #values = new Map<string, number>()

  /** @param values of the label, each shown from the start, so that rates can be taken of the first */
  constructor(says: string, label = '', values: readonly string[] = ['']) {
    this.#says = says
    this.#label = label
    for (const value of values) this.#values.set(value, 0)
  }

  add(amount = 1, value = ''): void {
    this.#values.set(value, (this.#values.get(value) ?? 0) + amount)
  }

  render(name: string): string {
    const labels = (value: string): string => (this.#label === '' ? '' : `${this.#label}="${value}"`)
    const samples = [...this.#values].map(([value, count]) => sample(name, labels(value), count))
    return [head(name, 'counter', this.#says), ...samples].join('\n')
  }
}

/** What is read when it is asked for. */
export class Gauge implements Metric {
  readonly #says: string
  readonly #type: 'gauge' | 'counter'
  readonly #read: () => number

  constructor(says: string, read: () => number, type: 'gauge' | 'counter' = 'gauge') {
    this.#says = says
    this.#read = read
    this.#type = type
  }

  render(name: string): string {
    return `${head(name, this.#type, this.#says)}\n${sample(name, '', this.#read())}`
  }
}

/** How observations spread over buckets. */
export class Histogram implements Metric {
  readonly #says: string
  readonly #bounds: readonly number[]
  readonly #counts: number[]
  #sum = 0

  /** @param bounds upper bounds of the buckets, included, ascending */
  constructor(says: string, bounds: readonly number[]) {
    this.#says = says
    this.#bounds = bounds
    this.#counts = [...bounds, Infinity].map(() => 0)
  }

  observe(value: number): void {
    let at = 0
    while (at < this.#bounds.length && value > this.#bounds[at]!) at++
    this.#counts[at]! += 1
    this.#sum += value
  }

  render(name: string): string {
    let below = 0
    const buckets = this.#counts.map((count, index) => {
      below += count
      return sample(`${name}_bucket`, `le="${this.#bounds[index] ?? '+Inf'}"`, below)
    })
    const sums = [sample(`${name}_sum`, '', this.#sum), sample(`${name}_count`, '', below)]
    return [head(name, 'histogram', this.#says), ...buckets, ...sums].join('\n')
  }
}
