/** 1 to 1024 bytes, ordered bytewise; `storageKey` makes them from parts. */
export type Key = Uint8Array

/** One step of a commit. `deleteRange` is half open: `from` goes, `to` stays. */
export type Operation =
  | { readonly put: Key; readonly value: Uint8Array }
  | { readonly delete: Key }
  | { readonly deleteRange: readonly [from: Key, to: Key] }

/** A key with its value. */
export interface StoredEntry {
  readonly key: Key
  readonly value: Uint8Array
}

/** How much of a range is read, and from which end. */
export interface RangeOptions {
  /** At most so many entries; all of them when absent. */
  readonly limit?: number
  /** From the last key down to the first. */
  readonly reverse?: boolean
}

/** How a commit is taken. */
export interface CommitOptions {
  /** It can be made anew: where others wait for room it fails, and keeps nothing waiting. Most storages need not know it. */
  readonly isExpendable?: boolean
}

/**
 * An ordered store of bytes that one opener holds at a time: all that agents and relays need of a disk.
 *
 * Buffers given to it may be reused at once, buffers it gives are the caller's own. Every method rejects with a
 * `StorageError`. Adapters are checked by `storageConformance`.
 */
export interface Storage {
  /** The value under a key, as of some moment after the last awaited commit. */
  get(key: Key): Promise<Uint8Array | undefined>

  /** The same as `get` at once. Absent where a platform gives no way to read without waiting. */
  getSync?(key: Key): Uint8Array | undefined

  /**
   * The entries with `from` ≤ key < `to`, in order. Commits made while the caller iterates may or may not show.
   */
  range(from: Key, to: Key, options?: RangeOptions): AsyncIterable<StoredEntry>

  /**
   * Applies the operations in order, all or none, after every commit called before. An empty list is a barrier.
   *
   * Concurrent calls may share one write to the disk. When a commit fails, those called after it and not yet settled
   * fail with it: what is stored is always a prefix of what was asked.
   *
   * @returns resolves when the bytes are on disk (Node: fsynced; browser: the transaction is complete)
   */
  commit(operations: readonly Operation[], options?: CommitOptions): Promise<void>

  /**
   * Makes what was deleted or replaced unreadable: resolves when no file of the store holds a byte of it any more. Costs
   * what copying the store costs; commits wait meanwhile. Absent where a platform gives no way to promise it.
   */
  scrub?(): Promise<void>

  /** Waits for pending commits, then lets the next opener in. Calling it again does nothing more. */
  close(): Promise<void>
}

/**
 * - `locked` another opener holds the store
 * - `closed` the store was closed, by its owner or by the platform
 * - `damaged` what is on disk is no store of ours, or not whole
 * - `full` no room left; the commit did not happen
 * - `invalid-key` a key is empty, too long or not bytes
 * - `failed` the platform refused; the commit did not happen, or nobody can tell
 * - `newer` a newer version of the library wrote the store
 * - `wrong-key` the store was encrypted with another key, or what was given is none
 */
export type StorageErrorCode =
  | 'locked'
  | 'closed'
  | 'damaged'
  | 'full'
  | 'invalid-key'
  | 'failed'
  | 'newer'
  | 'wrong-key'

/** Why a storage could not do as asked; `hint` says what its owner can do about it. */
export class StorageError extends Error {
  readonly code: StorageErrorCode
  readonly hint: string

  constructor(code: StorageErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'StorageError'
    this.code = code
    this.hint = options.hint ?? ''
  }
}

/** The error of every call that comes after `close()`. */
export function closedError(name: string): StorageError {
  return new StorageError('closed', `storage "${name}" is closed`, { hint: 'open it again to go on' })
}
