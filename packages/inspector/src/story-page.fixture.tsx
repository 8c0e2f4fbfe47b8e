import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './styles/index.css'
import { Inspector } from './inspector'
import { record, storyConflicts, storyNow, storyRecords } from './story.fixture'
import { crowdAgents, crowdCalls, crowdRuns, crowdSpace, crowdTasks, storyCrowd } from './story-crowd.fixture'
import { StoryMemory } from './story-memory.fixture'
import { applyTheme } from './theme'

/** A page that tells the story, for tests of the views alone: `?records=10000`, `?spaces=40`, `?embedded=700` (px wide), `?parts=2` (in one page), `?shadow` (in a shadow root), `?crowd`, `?empty`, `?unreachable`, `?lost`. */
const params = new URLSearchParams(location.search)
const wanted = Number(params.get('records') ?? 0)
const many = Array.from({ length: wanted }, (_, index) =>
  record(
    [`Parcel ${index} left dock ${index % 7} on its way`, 'episodic', 'orders', 'fulfilment', '08:00:00'],
    2000 + index,
  ),
)
const isEmpty = params.has('empty')
const memory = new StoryMemory(
  isEmpty ? [] : [...storyRecords, ...many, ...(params.has('crowd') ? storyCrowd : [])],
  isEmpty ? [] : storyConflicts,
  params.has('unreachable') ? { connection: 'waiting', pending: isEmpty ? 0 : 2 } : {},
)

// A test tells the rest of the story itself.
Object.assign(globalThis, { memory })

for (let index = 0; index < Number(params.get('spaces') ?? 0); index++) memory.more.spaces.push(`team-${index}`)

if (params.has('crowd')) {
  memory.more.spaces.push(crowdSpace)
  memory.more.agents.push(...crowdAgents)
  memory.more.tasks.push(...crowdTasks)
  memory.more.calls.push(...crowdCalls)
  memory.more.runs.push(...crowdRuns)
}

if (params.has('lost'))
  memory.storage.status.value = {
    ...memory.storage.status.value,
    lost: { code: 'storage-failed', message: 'the database was deleted', hint: 'open it again to go on' },
  }

const deviceRoom = async () => ({ usedBytes: 4_210_000, allowedBytes: 61_000_000_000 })

// In somebody else's page: a box of its own height, between what is theirs.
const isEmbedded = params.has('embedded')
const box = document.body.appendChild(document.createElement('div'))
if (isEmbedded) {
  document.body.className = ''
  box.style.height = '600px'
  if (params.get('embedded')) box.style.width = `${params.get('embedded')}px`
  box.insertAdjacentHTML(
    'beforebegin',
    '<h1>Host</h1><div class="row">row</div><button class="btn">Save</button><kbd>K</kbd>',
  )
}

applyTheme()
// In a page with a main part of its own; each is as high as the box is.
const parts = Number(params.get('parts') ?? 0)
if (parts > 0) {
  const main = document.createElement('main')
  box.replaceWith(main)
  main.append(box)
}
const isInShadow = params.has('shadow')
const place = isInShadow ? box.attachShadow({ mode: 'open' }) : box
if (isInShadow)
  for (const sheet of document.querySelectorAll('style, link[rel=stylesheet]')) place.append(sheet.cloneNode(true))
const root = createRoot(isInShadow ? place.appendChild(document.createElement('div')) : box)
const inspector = (agent: string) => (
  <Inspector
    key={agent}
    embedded={parts > 0}
    memory={memory}
    self={{ agent, user: 'ada', tenant: 'shop' }}
    relay="ws://localhost:4321"
    onLeave={() => {}}
    deviceRoom={deviceRoom}
    now={() => storyNow}
  />
)
root.render(['support', 'billing'].slice(0, parts || 1).map(inspector))
Object.assign(globalThis, { unmount: () => root.unmount() })
