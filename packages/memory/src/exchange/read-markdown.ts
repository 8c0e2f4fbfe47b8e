import { inTurns, type Pause } from '../model'
import type { ForeignMemories, ForeignMemory } from './foreign-memory'

const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/
const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/
const fence = /^\s*(?:```|~~~)/

/**
 * Markdown notes as records: each item of a list and each paragraph is one, titled by the headings above it. `#words` in it
 * become tags. A block of code stays with the paragraph before it; front matter is passed over.
 */
export async function readMarkdown(text: string, pause: Pause): Promise<ForeignMemories> {
  const body = text.replaceAll('\r\n', '\n').replace(/^---\n[\s\S]*?\n---\n/, '')
  const memories: ForeignMemory[] = []
  const above: string[] = []
  let block: string[] = []
  let isFenced = false
  const finish = () => {
    const content = block.join('\n').trim()
    block = []
    if (content !== '') memories.push({ content, options: optionsOf(content, above) })
  }
  await inTurns(body.split('\n'), pause, line => {
    if (fence.test(line)) isFenced = !isFenced
    const [, marks, title] = (!isFenced && heading.exec(line)) || []
    const [, said] = (!isFenced && item.exec(line)) || []
    if (marks !== undefined) {
      finish()
      above.length = marks.length - 1
      above[marks.length - 1] = title!
    } else if (said !== undefined) {
      finish()
      block.push(said)
    } else if (line.trim() === '' && !isFenced) finish()
    else block.push(block.length === 0 ? line : isFenced ? line : line.trim())
  })
  finish()
  return { memories, skipped: [] }
}

function optionsOf(content: string, above: readonly string[]): ForeignMemory['options'] {
  const title = [...above].filter(each => each !== undefined && each !== '').join(' / ')
  const tags = [...content.matchAll(/(?:^|\s)#([\p{L}][\p{L}\p{N}_/-]*)/gu)].map(([, tag]) => tag!)
  return {
    kind: 'semantic',
    source: { type: 'import', name: 'markdown' },
    ...(title !== '' && { title: title.slice(0, 512) }),
    ...(tags.length > 0 && { tags: [...new Set(tags)].slice(0, 64) }),
  }
}
