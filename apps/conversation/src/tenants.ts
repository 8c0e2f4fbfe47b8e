import type { Conversation } from './conversation'
import { InputError } from './input-error'

/** Tenants in which everybody may do everything: all but those of three parts, which are the worlds' own. */
export const openTenants = ['*', '*/*', '*/*/*/**']

/**
 * Each conversation is a tenant of its own, so its name must not be one of the worlds'.
 *
 * @throws InputError when it is
 */
export function checkTenants(conversations: readonly Pick<Conversation, 'id'>[]): void {
  const reserved = conversations.find(({ id }) => id.split('/').length === 3)
  if (reserved)
    throw new InputError(
      `a conversation is called "${reserved.id}", and names of three parts are reserved for the worlds`,
      `give it a sample_id without slashes, such as "${reserved.id.replaceAll('/', '-')}"`,
    )
}
