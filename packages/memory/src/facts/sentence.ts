import type { Json } from '../model'

/** What a fact says in words, so that it is found: its path without separators, then its value. */
export function sentenceOf(key: string, value: Json): string {
  return `${key.replaceAll(/[/_.:-]+/g, ' ').trim()}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
}
