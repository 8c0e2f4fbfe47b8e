import { refused } from './refused'

/** One turn of a conversation. */
export interface Message {
  readonly role: string
  /** null where there is none, as in a call of a tool */
  readonly content: string | object | null
}

/** Makes memories of a conversation, in place of the model that mem0 asks: texts, each of which is remembered. */
export type Extract = (messages: readonly Message[]) => readonly string[] | Promise<readonly string[]>

/** A text to be remembered, and where it is from. */
export interface Said {
  readonly text: string
  readonly source: { readonly type: string; readonly name: 'mem0' }
}

const sourceTypes: ReadonlyMap<string, string> = new Map([
  ['assistant', 'agent'],
  ['function', 'tool'],
])

/**
 * What is to be remembered of messages: what `extract` makes of them, else each as it is but for those of the system and those without a text.
 *
 * @throws CommonplaceError `invalid-input` for no messages, and for images, which a model would have to describe
 */
export async function textsIn(given: string | readonly Message[], extract: Extract | undefined): Promise<Said[]> {
  const messages = typeof given === 'string' ? [{ role: 'user', content: given }] : given
  if (!Array.isArray(messages)) throw refused('messages is required. Provide a string or array of messages.')
  const texts = messages.map(message => ({ role: message.role, text: textOf(message) }))
  if (texts.every(({ text }) => text.trim() === ''))
    throw refused('messages cannot be empty or blank. Provide at least one message with non-empty content.')
  if (extract)
    return (await extract(messages)).map(text => ({ text, source: { type: 'agent', name: 'mem0' as const } }))
  return texts
    .filter(({ role, text }) => role !== 'system' && text.trim() !== '')
    .map(({ role, text }) => ({ text, source: { type: sourceTypes.get(role) ?? (role || 'other'), name: 'mem0' } }))
}

function textOf({ content }: Message): string {
  if (typeof content === 'string') return content
  if (content == null) return ''
  throw refused('an image takes a model to describe it: describe it in words, and add those.')
}
