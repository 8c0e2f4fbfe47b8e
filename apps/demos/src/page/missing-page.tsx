import { Brand } from '@commonplace/inspector'

/** An address that names nothing of this site. */
export function MissingPage() {
  return (
    <>
      <header className="world-top">
        <span className="brand">
          <Brand />
        </span>
      </header>
      <main className="start">
        <h1>There is no such page</h1>
        <p className="lead">
          <code>{location.pathname}</code> is no world of this site, and nothing of the inspector. An address may be cut
          off, or of a site that was built before.
        </p>
        <p>
          <a className="btn primary" href={home()}>
            See what there is
          </a>
        </p>
      </main>
    </>
  )
}

/** The icon stands at the site's root, wherever this address is. */
function home(): string {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  return new URL('./', icon?.href ?? location.href).href
}
