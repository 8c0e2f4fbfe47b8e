import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Inspector } from './inspector'
import { storyConflicts, storyRecords } from './story.fixture'
import { StoryMemory } from './story-memory.fixture'

test('a server, which has no address, screen or storage of a browser, renders the first view', () => {
  const memory = new StoryMemory(storyRecords, storyConflicts)
  const self = { agent: 'support', tenant: 'shop' }
  for (const embedded of [false, true])
    expect(renderToString(createElement(Inspector, { memory, self, embedded }))).toContain('Overview')
})
