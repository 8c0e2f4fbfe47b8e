import { type Storage, storageKey } from '@commonplace/storage'
import { decodeUtf8, encodeUtf8 } from 'lib0/string'

const key = storageKey('users')

/** The users for whom a further store of an agent was opened, '' for none. */
export async function usersOf(storage: Storage): Promise<readonly string[]> {
  const value = await storage.get(key)
  return value ? JSON.parse(decodeUtf8(value)) : []
}

export async function noteUser(storage: Storage, user: string): Promise<void> {
  const users = await usersOf(storage)
  if (!users.includes(user)) await storage.commit([{ put: key, value: encodeUtf8(JSON.stringify([...users, user])) }])
}
