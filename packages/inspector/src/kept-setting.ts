import type { Observable } from './memory-face'

/** A setting of this page that the browser keeps; without storage it lasts as long as the page. */
export class KeptSetting<T extends string | boolean> implements Observable<T> {
  value: T
  private readonly name: string
  private readonly listeners = new Set<(value: T) => void>()

  constructor(name: string, fallback: T, read: (text: string) => T | undefined) {
    this.name = `commonplace-inspector/${name}`
    const kept = readStorage(this.name)
    this.value = (kept === null ? undefined : read(kept)) ?? fallback
  }

  set(value: T): void {
    this.value = value
    try {
      localStorage.setItem(this.name, String(value))
    } catch {
      // A browser that keeps nothing for this page still shows it.
    }
    for (const listener of this.listeners) listener(value)
  }

  subscribe(listener: (value: T) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

function readStorage(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
