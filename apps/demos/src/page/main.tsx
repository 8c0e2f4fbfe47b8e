import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import '@commonplace/inspector/styles.css'
import './styles/index.css'
import { applyTheme } from '@commonplace/inspector'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { worlds } from '../worlds'
import { AgentPage } from './agent-page'
import { MissingPage } from './missing-page'
import { openPlayer } from './open-player'
import { loadSiteConfig } from './site-config'
import { StartPage } from './start-page'
import { stepOfAddress } from './step-address'
import { WorldPage } from './world-page'

applyTheme()
const page = document.getElementById('page')
if (!page) throw new Error('the page has no element with the id "page"')
const isAgent = 'agent' in page.dataset
const [ofPage = '', ofWorld, ofMember = ''] = isAgent ? location.hash.slice(1).split('/').map(decodeURIComponent) : []
const world = worlds.find(({ id }) => id === (isAgent ? ofWorld : page.dataset.world))
const root = createRoot(page)
if ('missing' in page.dataset) {
  root.render(
    <StrictMode>
      <MissingPage />
    </StrictMode>,
  )
} else if (world === undefined) {
  const config = await loadSiteConfig()
  root.render(
    <StrictMode>
      <StartPage config={config} />
    </StrictMode>,
  )
} else if (isAgent) {
  document.title = `${ofMember} · ${world.title} · Commonplace`
  root.render(
    <StrictMode>
      <AgentPage page={ofPage} world={world} member={ofMember} />
    </StrictMode>,
  )
} else {
  // Opened once here, not in a component, which may be mounted twice.
  const { player, tabs } = openPlayer(world, await loadSiteConfig())
  void player.start(stepOfAddress(location.hash, world.steps.length))
  addEventListener('pagehide', () => void player.close())
  // A page that comes back out of the browser's cache has closed memories.
  addEventListener('pageshow', event => event.persisted && location.reload())
  root.render(
    <StrictMode>
      <WorldPage world={world} player={player} tabs={tabs} />
    </StrictMode>,
  )
}
