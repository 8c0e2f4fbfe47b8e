import { readKey } from '../model'

/** Whether a key is a record's or a fact's: what stands under others holds nothing up. */
export function isRemembered(key: string): boolean {
  const name = readKey(key)
  return name?.type === 'record' || name?.type === 'fact'
}
