import type { Events } from './events'
import { checked, listener as isListener } from './input/input'
import type { Observable } from './sync'

/** An observable as it is handed out: only functions listen to it, and one that throws or rejects is an `error` event. */
export function openObservable<T>(
  { events, identity }: { readonly events: Events; readonly identity: { readonly agent: string } },
  name: string,
  observable: Observable<T>,
): Observable<T> {
  return Object.freeze({
    get value() {
      return observable.value
    },
    subscribe(listener: (value: T) => void) {
      checked(isListener, listener, identity.agent, `${name}.subscribe`, 'a listener')
      return observable.subscribe(value => events.call(listener, value, name))
    },
  })
}
