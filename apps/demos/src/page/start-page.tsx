import { Brand, Icon, switchTheme } from '@commonplace/inspector'
import { worlds } from '../worlds'
import { Sign } from './sign'
import type { SiteConfig } from './site-config'

/** What there is to see, and where it runs. */
export function StartPage({ config }: { config: SiteConfig }) {
  return (
    <>
      <header className="world-top">
        <span className="brand">
          <Brand />
        </span>
        <div className="end">
          <button
            type="button"
            className="btn quiet square"
            aria-label="Switch theme"
            title="Switch theme"
            onClick={switchTheme}
          >
            <Icon name="moon" />
          </button>
        </div>
      </header>
      <main className="start">
        <h1>Agents that remember together</h1>
        <p className="lead">
          Three small teams, each with a script that plays the same way every time. What they remember is real: every
          agent has a memory of its own, and what one writes reaches the others through a relay.
        </p>
        <h2>Worlds</h2>
        <ul className="panel entries">
          {worlds.map(world => (
            <li key={world.id}>
              <a href={`./${world.id}.html`}>
                <span className="what">
                  <b>{world.title}</b>
                  <span>{world.summary}</span>
                </span>
                <span className="team">
                  {world.members.map(({ id }) => (
                    <span className="who" key={id}>
                      <Sign world={world} agent={id} />
                      {id}
                    </span>
                  ))}
                </span>
              </a>
            </li>
          ))}
        </ul>
        <h2>Inspector</h2>
        <ul className="panel entries">
          {config.memories.map(({ title, href }) => (
            <li key={href}>
              <a href={href}>
                <span className="what">
                  <b>{title}</b>
                  <span>Records, conflicts, provenance and search, live</span>
                </span>
              </a>
            </li>
          ))}
          <li>
            <a href={config.relay === null ? './inspector/?relay=&agent=inspector' : './inspector/'}>
              <span className="what">
                <b>{config.relay === null ? 'A memory of this browser' : 'Another memory'}</b>
                <span>
                  {config.relay === null
                    ? 'Write and search on this device; nothing leaves it'
                    : 'Choose a relay, an agent and a tenant'}
                </span>
              </span>
            </a>
          </li>
        </ul>
        <p className="muted">
          {config.relay === null
            ? 'This site has no server behind it: each page runs the relay’s rooms itself, and forgets them when it closes.'
            : `These pages work with the relay at ${config.relay}, which was started with them.`}
        </p>
      </main>
    </>
  )
}
