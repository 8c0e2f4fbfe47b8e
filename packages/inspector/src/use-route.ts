import { useMemo, useSyncExternalStore } from 'react'
import type { Address } from './address'
import { parseRoute, type Route } from './model/route'

/** The place in the inspector that an address names. */
export function useRoute(address: Address): Route {
  const hash = useSyncExternalStore(address.subscribe, address.read)
  return useMemo(() => parseRoute(hash), [hash])
}
