/** One thing that can be set: where it is read from does not matter to it. */
export interface Setting<T> {
  readonly default: T
  /** what the help says of it */
  readonly says: string
  /** what it takes, for help and messages: `takes a whole number from 0 to 65535` */
  readonly takes: string
  /** a switch is a flag without a value */
  readonly isSwitch: boolean
  /** The value that a flag's or variable's text stands for, or undefined when it stands for none. */
  fromText(text: string): T | undefined
  /** The value from a JSON file, or undefined when it is of another kind. */
  fromJson(value: unknown): T | undefined
}

const isTextIn = (text: unknown, test: (text: string) => boolean): text is string =>
  typeof text === 'string' && test(text)

/** A whole number within bounds, both included. */
export function wholeNumber(fallback: number, [from, to]: readonly [number, number], says: string): Setting<number> {
  const fromJson = (value: unknown): number | undefined =>
    Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to ? (value as number) : undefined
  return {
    default: fallback,
    says,
    takes: `a whole number from ${from} to ${to}`,
    isSwitch: false,
    fromText: text => (/^\d{1,16}$/.test(text) ? fromJson(Number(text)) : undefined),
    fromJson,
  }
}

/** A text that passes a test. */
export function text(
  fallback: string,
  says: string,
  takes: string,
  test: (text: string) => boolean = value => value !== '',
): Setting<string> {
  const read = (value: unknown): string | undefined => (isTextIn(value, test) ? value : undefined)
  return { default: fallback, says, takes, isSwitch: false, fromText: read, fromJson: read }
}

/** Several texts, with commas between them where they are one text; none when not set. */
export function list(says: string): Setting<readonly string[]> {
  const read = (values: unknown): readonly string[] | undefined =>
    Array.isArray(values) && values.every(value => isTextIn(value, text => text !== '')) ? values : undefined
  return {
    default: [],
    says,
    takes: 'a list of texts, with commas between',
    isSwitch: false,
    fromText: text => read(text.split(',').map(each => each.trim())),
    fromJson: read,
  }
}

/** One of a list of words. */
export function oneOf<const T extends string>(fallback: T, words: readonly T[], says: string): Setting<T> {
  const read = (value: unknown): T | undefined => words.find(word => word === value)
  return {
    default: fallback,
    says,
    takes: `one of ${words.join(', ')}`,
    isSwitch: false,
    fromText: read,
    fromJson: read,
  }
}

/** Set or not: a flag without a value, `true` or `false` in the environment. */
export function onOff(fallback: boolean, says: string): Setting<boolean> {
  const words = new Map([
    ['true', true],
    ['false', false],
  ])
  return {
    default: fallback,
    says,
    takes: 'true or false',
    isSwitch: true,
    fromText: text => words.get(text),
    fromJson: value => (typeof value === 'boolean' ? value : undefined),
  }
}
