import { useMemo, useSyncExternalStore } from 'react'
import { parseRoute, type Route } from './model/route'

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** The place in the page that the address names. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

/** Goes to an address of this page; `replace` leaves no step in the browser's history. */
export function goTo(address: string, how: 'push' | 'replace' = 'push'): void {
  if (address === location.hash) return
  if (how === 'push') location.hash = address
  else {
    history.replaceState(history.state, '', address)
    dispatchEvent(new HashChangeEvent('hashchange'))
  }
}
