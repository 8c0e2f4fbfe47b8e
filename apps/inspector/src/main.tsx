import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import '@commonplace/inspector/styles.css'
import { applyTheme } from '@commonplace/inspector'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { openSource } from './open-source'
import { sourceFrom } from './source'

applyTheme()
const page = document.getElementById('page')
if (!page) throw new Error('index.html has no element with the id "page"')
const source = sourceFrom(new URL(location.href))
// Opened once here, not in a component: a component may be mounted twice, and a store opens once.
const opening = source && openSource(source)
createRoot(page).render(
  <StrictMode>
    <App source={source} opening={opening} />
  </StrictMode>,
)
