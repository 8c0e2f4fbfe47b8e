import { StorageError } from '../storage'

/** Held by one page or worker of the origin at a time; the browser frees it when that ends, however it ends. */
export interface HeldLock {
  release(): Promise<void>
}

/**
 * Takes a Web Lock, or rejects at once.
 *
 * @throws StorageError `locked`
 */
export async function takeWebLock(locks: LockManager, lockName: string, storageName: string): Promise<HeldLock> {
  let free = () => {}
  const untilFreed = new Promise<void>(resolve => {
    free = resolve
  })
  return new Promise((resolve, reject) => {
    const released = locks.request(lockName, { ifAvailable: true }, lock => {
      if (!lock) {
        reject(
          new StorageError('locked', `another tab or worker has the IndexedDB storage "${storageName}" open`, {
            hint: 'close it there, or choose another name',
          }),
        )
        return
      }
      resolve({
        async release() {
          free()
          // A lock that was stolen is free as well.
          await released.catch(() => {})
        },
      })
      return untilFreed
    })
    released.catch(reject)
  })
}
