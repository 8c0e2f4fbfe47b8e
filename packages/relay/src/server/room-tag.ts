import { toHexString } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'

/** A room in the logs: the same room has the same tag, and the tag says nothing about it. */
export const roomTag = (name: string): string => toHexString(digest(new TextEncoder().encode(name))).slice(0, 12)
