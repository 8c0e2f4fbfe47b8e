import { CommonplaceError } from '@commonplace/memory'

/** What a call got wrong, in mem0's words where it has some: programs show the message alone, so it says what to do. */
export function refused(message: string, hint = 'see the README of @commonplace/mem0'): CommonplaceError {
  return new CommonplaceError('invalid-input', message, { hint })
}
