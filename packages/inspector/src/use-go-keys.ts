import { useEffect } from 'react'
import { useInspector } from './inspector-context'
import { formatRoute, noFilters, type View } from './model/route'
import { singleKeys } from './single-keys'
import { targetOf } from './target-of'
import { isTyping } from './use-keys'

/** The letter that follows G, for each view. */
export const goKeys: Readonly<Record<View, string>> = {
  overview: 'o',
  records: 'r',
  conflicts: 'c',
  search: 's',
  directory: 'd',
  leases: 'l',
  runs: 'u',
  sync: 'y',
  policy: 'p',
  storage: 't',
}

/** G, then a letter, goes to a view. It listens before the views do, since their letters overlap. */
export function useGoKeys(): void {
  const { goTo, hearsKeys } = useInspector()
  useEffect(() => {
    let armed = false
    const listener = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(targetOf(event)) ||
        !singleKeys.value ||
        !hearsKeys()
      ) {
        armed = false
        return
      }
      const view = armed ? (Object.keys(goKeys) as View[]).find(name => goKeys[name] === event.key) : undefined
      armed = event.key === 'g'
      if (!view && !armed) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (view) goTo(formatRoute({ view, filters: noFilters }))
    }
    addEventListener('keydown', listener, { capture: true })
    return () => removeEventListener('keydown', listener, { capture: true })
  }, [goTo, hearsKeys])
}
