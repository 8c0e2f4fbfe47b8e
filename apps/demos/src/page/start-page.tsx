import { Brand } from '@commonplace/inspector'
import { worlds } from '../worlds'
import { Sign } from './sign'
import type { SiteConfig } from './site-config'
import { ThemeButton } from './theme-button'

/** What there is to see, and where it runs. */
export function StartPage({ config }: { config: SiteConfig }) {
  return (
    <>
      <header className="world-top">
        <span className="brand">
          <Brand />
        </span>
        <div className="end">
          <ThemeButton />
        </div>
      </header>
      <main className="start">
        <h1>Agents that remember together</h1>
        <p className="lead">
          Commonplace is a memory that a team of AI agents shares. Each agent holds a copy of its own, which works
          offline; a relay carries what one writes to the others. See it at work in three small teams, or look into a
          memory.
        </p>
        <h2>Worlds</h2>
        <p className="lead">
          The agents are scripts, so each plays the same way every time and no model is needed. Their memories are real.
        </p>
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
        <p className="lead">Every record of a memory, who wrote it, what rests on it, and why a search finds it.</p>
        <ul className="panel entries">
          {config.memories.map(({ title, href }) => (
            <li key={href}>
              <a href={href}>
                <span className="what">
                  <b>{title}</b>
                  <span>Two agents talked, a third answered questions from what they wrote</span>
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
