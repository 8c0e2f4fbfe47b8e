const name = 'commonplace-inspector/forced-offline'

/** Whether this tab was cut off by its own switch. Kept for the tab alone, so that a reload does not connect it. */
export function wasForcedOffline(): boolean {
  return sessionStorage.getItem(name) === 'true'
}

export function keepForcedOffline(on: boolean): void {
  if (on) sessionStorage.setItem(name, 'true')
  else sessionStorage.removeItem(name)
}
