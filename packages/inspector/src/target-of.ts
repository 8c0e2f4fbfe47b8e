/**
 * What an event is of. A listener of the window is told the host only of what is in a shadow root, the inspector with it.
 */
export function targetOf(event: Event): EventTarget | null {
  return event.composedPath()[0] ?? event.target
}
