/** Which memory the page opens, and as whom. */
export interface Source {
  /** The relay's address; '' for a memory of this device alone. */
  readonly relay: string
  readonly agent: string
  readonly user: string
  readonly tenant: string
  /** Shared spaces to open; without any, those of the library's default topology. */
  readonly spaces: readonly string[]
}

/** What the form offers first. */
export const suggestedSource: Source = {
  relay: 'ws://localhost:4321',
  agent: 'inspector',
  user: '',
  tenant: 'default',
  spaces: [],
}

/** Reads the source from an address: `?relay=ws://…&agent=…&user=…&tenant=…&space=…`; nothing without a relay and an agent. */
export function sourceFrom(address: URL): Source | undefined {
  const { searchParams } = address
  if (!searchParams.has('relay') && !searchParams.has('agent')) return undefined
  return {
    relay: searchParams.get('relay') ?? '',
    agent: searchParams.get('agent') || suggestedSource.agent,
    user: searchParams.get('user') ?? '',
    tenant: searchParams.get('tenant') || suggestedSource.tenant,
    spaces: searchParams.getAll('space').filter(name => name !== ''),
  }
}

/** The same address with another source, or with none. */
export function addressOf(source: Source | undefined, address: URL): URL {
  const next = new URL(address)
  next.search = ''
  next.hash = ''
  if (!source) return next
  next.searchParams.set('relay', source.relay)
  next.searchParams.set('agent', source.agent)
  if (source.user) next.searchParams.set('user', source.user)
  next.searchParams.set('tenant', source.tenant)
  for (const space of source.spaces) next.searchParams.append('space', space)
  return next
}

/** What is wrong with a relay's address, or nothing. */
export function relayProblem(relay: string): string | undefined {
  if (relay === '') return undefined
  if (!URL.canParse(relay)) return 'This is no address. It looks like ws://localhost:4321.'
  return /^wss?:$/.test(new URL(relay).protocol) ? undefined : 'A relay’s address begins with ws:// or wss://.'
}
