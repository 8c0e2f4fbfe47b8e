import { useMemo, useSyncExternalStore } from 'react'
import type { Address } from './address'
import { parseRoute, type Route } from './model/route'

/** On a server, which no browser tells what is after `#`, and in the first rendering over what it sent. */
const atStart = () => ''

/** The place in the inspector that an address names. */
export function useRoute(address: Address): Route {
  const hash = useSyncExternalStore(address.subscribe, address.read, atStart)
  return useMemo(() => parseRoute(hash), [hash])
}
