import { useCallback, useSyncExternalStore } from 'react'
import type { Observable } from './memory-face'

/** The value of an observable; the component renders again when it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  const subscribe = useCallback((changed: () => void) => observable.subscribe(changed), [observable])
  return useSyncExternalStore(subscribe, () => observable.value)
}
