/** A memory for the inspector to open. */
export interface InspectorSource {
  readonly relay: string
  readonly agent: string
  readonly user?: string
  readonly tenant?: string
}

/** What a person opens: the address of the inspector's page, with the memory: `?relay=ws://…&agent=…&user=…&tenant=…`. */
export function inspectorAddress(url: string, source: InspectorSource): string {
  const page = new URL(url)
  for (const [name, value] of Object.entries(source)) if (value) page.searchParams.set(name, value)
  return page.href
}
