import { type Entry, readKey } from '../model'

/** Whether a key is a record's or a fact's: what stands under others holds nothing up. */
export function isRemembered(key: string): boolean {
  const name = readKey(key)
  return name?.type === 'record' || name?.type === 'fact'
}

/** Whether a payload can name what it was made from, told without reading it: JSON may write any letter as `\u….` */
export function mayRest({ payload }: Entry): boolean {
  return payload.includes('derivedFrom') || payload.includes('\\u')
}
