/** What a site says of itself, in `site.json` beside its pages. */
export interface SiteConfig {
  /** The relay that serves its pages; null where there is no server: then each page runs the relay's rooms itself. */
  readonly relay: string | null
  /** Whether the server opens agents in Node processes, at `agents`. */
  readonly agents: boolean
  /** What else there is to look at in the inspector. */
  readonly memories: readonly { readonly title: string; readonly href: string }[]
}

/** What a site says of itself where nothing serves it but files. */
export const withoutServer: SiteConfig = { relay: null, agents: false, memories: [] }

/** Reads the site's configuration; where there is none, there is no server. */
export async function loadSiteConfig(): Promise<SiteConfig> {
  const answer = await fetch('./site.json')
  if (answer.status === 404) return withoutServer
  if (!answer.ok) throw new Error(`site.json: ${answer.status} ${answer.statusText}`)
  return answer.json()
}
