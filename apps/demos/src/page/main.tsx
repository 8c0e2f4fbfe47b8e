import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import '@commonplace/inspector/styles.css'
import './styles/index.css'
import { applyTheme } from '@commonplace/inspector'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { worlds } from '../worlds'
import { openPlayer } from './open-player'
import { loadSiteConfig } from './site-config'
import { StartPage } from './start-page'
import { stepOfAddress } from './step-address'
import { WorldPage } from './world-page'

applyTheme()
const page = document.getElementById('page')
if (!page) throw new Error('the page has no element with the id "page"')
const config = await loadSiteConfig()
const world = worlds.find(({ id }) => id === page.dataset.world)
const root = createRoot(page)
if (world === undefined) {
  root.render(
    <StrictMode>
      <StartPage config={config} />
    </StrictMode>,
  )
} else {
  // Opened once here, not in a component, which may be mounted twice.
  const player = openPlayer(world, config)
  void player.start(stepOfAddress(location.hash, world.steps.length))
  addEventListener('pagehide', () => void player.close())
  // A page that comes back out of the browser's cache has closed memories.
  addEventListener('pageshow', event => event.persisted && location.reload())
  root.render(
    <StrictMode>
      <WorldPage world={world} player={player} />
    </StrictMode>,
  )
}
