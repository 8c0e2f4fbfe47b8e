import type { Memory, MemoryRecord } from '@commonplace/memory'
import type { AgentInputItem } from '@openai/agents-core'

/** An item of more letters of JSON is kept as an artifact: a record takes 64 kB of content, and as much beside it. */
export const inlineLimit = 16_000
/** What of an item is searched at most. */
const longestText = 8_000

/** How a record of a run's log says that it is an item. */
type Kept = { readonly item: AgentInputItem } | { readonly artifact: string }

/** Undefined for what is no part of a conversation, such as a note of another agent. */
export function keptItem(record: MemoryRecord): Kept | undefined {
  const kept = record.metadata?.agentsItem as Kept | undefined
  if (kept) return kept
  const { content } = record
  if (record.source?.type === 'user') return { item: { type: 'message', role: 'user', content } }
  if (record.source?.type !== 'assistant') return undefined
  const said = [{ type: 'output_text' as const, text: content }]
  return { item: { type: 'message', role: 'assistant', status: 'completed', content: said } }
}

/** @throws CommonplaceError `offline` for a large item that is not here yet */
export async function toItem(memory: Memory, record: MemoryRecord): Promise<AgentInputItem> {
  const kept = keptItem(record)!
  if ('item' in kept) return structuredClone(kept.item)
  return JSON.parse((await memory.artifacts.open(kept.artifact)).text) as AgentInputItem
}

/** Who says an item, and what of it can be read and searched. */
export function toText(item: AgentInputItem): { readonly role: string; readonly content: string } {
  const { type = 'message', role = type } = item as { type?: string; role?: string }
  const text = textOf(item).join('\n').trim().slice(0, longestText)
  return { role, content: text || `(${type})` }
}

function textOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => {
    const isText =
      typeof each === 'string' && ['text', 'content', 'output', 'arguments', 'name', 'refusal'].includes(name)
    return isText ? [each as string] : ['content', 'output'].includes(name) || Array.isArray(value) ? textOf(each) : []
  })
}
