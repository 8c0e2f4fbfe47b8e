import { use, useEffect, useEffectEvent } from 'react'
import { InspectorContext } from './inspector-context'
import { singleKeys } from './single-keys'
import { targetOf } from './target-of'

/** What a key does; return `false` to let the browser have it. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => unknown>>

/**
 * Listens to keys for as long as the component is there. Names are those of `KeyboardEvent.key`, with `Mod+` for Control
 * or Command. Single characters are off while somebody types, and when a person switched them off.
 */
export function useKeys(map: KeyMap): void {
  const inspector = use(InspectorContext)
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return
    if (inspector && !inspector.hearsKeys()) return
    const modified = event.ctrlKey || event.metaKey
    const handler = map[modified ? `Mod+${event.key}` : event.key]
    if (!handler) return
    if (!modified && event.key.length === 1 && (isTyping(targetOf(event)) || !singleKeys.value)) return
    if (handler(event) !== false) event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [])
}

/** Whether the element takes text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
