import { useEffect, useState } from 'react'

/** Gives the focus back to what had it before this was opened, unless somebody has taken it elsewhere meanwhile. */
export function useFocusBack(): void {
  // Asked while it is drawn first: a field of its own has the focus as soon as it is there.
  const [before] = useState(focused)
  useEffect(
    () => () => {
      if (before?.isConnected && isFocusLost()) before.focus()
    },
    [before],
  )
}

/** Whether what had the focus is gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/** What has the focus, in a shadow root too. */
function focused(): HTMLElement | null {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element instanceof HTMLElement && element !== document.body ? element : null
}
