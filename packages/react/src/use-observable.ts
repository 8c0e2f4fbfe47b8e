import type { Observable } from '@commonplace/memory'
import { useCallback, useSyncExternalStore } from 'react'

/** The value of an observable; the component renders again when it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  const subscribe = useCallback((changed: () => void) => observable.subscribe(changed), [observable])
  const read = () => observable.value
  return useSyncExternalStore(subscribe, read, read)
}
