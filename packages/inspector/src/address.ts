/** Where in the inspector a person is, as the part of an address after `#`; somebody keeps it. */
export interface Address {
  readonly read: () => string
  /** @returns ends the listening */
  readonly subscribe: (changed: () => void) => () => void
  /** `replace` leaves no step in the browser's history, where there is one. */
  readonly goTo: (address: string, how?: 'push' | 'replace') => void
}

/** The page's own: the way back is the browser's, and an address can be sent to somebody. */
export const pageAddress: Address = {
  read: () => location.hash,
  subscribe(changed) {
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  },
  goTo(address, how = 'push') {
    if (address === location.hash) return
    if (how === 'push') location.hash = address
    else {
      history.replaceState(history.state, '', address)
      dispatchEvent(new HashChangeEvent('hashchange'))
    }
  },
}

/** One for an inspector that is a part of a page: the page's address is not its to change. */
export function ownAddress(): Address {
  let current = ''
  const listeners = new Set<() => void>()
  return {
    read: () => current,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    goTo(address) {
      if (address === current) return
      current = address
      for (const listener of listeners) listener()
    },
  }
}
