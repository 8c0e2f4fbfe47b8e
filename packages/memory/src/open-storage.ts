import { isEncrypted, openFreeSlot, type Storage, StorageError } from '@commonplace/storage'
import { platform } from '#platform'
import { type Identity, storeName } from './identity'
import { lazy, lazyData } from './lazy'
import type { OpenOptions } from './open-options'
import type { Store } from './store/store'

const storagePart = lazy(() => import('@commonplace/storage/memory'))
const loadEncryption = lazyData(() => import('@commonplace/storage/encrypted'))

/** The caller's storage; else the platform's, a slot for each process; else plain memory. */
export async function openStorage(options: OpenOptions, identity: Identity, store: Store): Promise<Storage> {
  const { storage: place, durability } = options
  if (typeof place === 'object') return place
  const [tenant, agent] = storeName(identity)
  const { storage } = await openFreeSlot(async slot => {
    // Escaped names hold no '@', and users follow '@u=': the second store of "a" is never the first of another agent.
    const name = [tenant, `${agent}${slot === 0 ? '' : `@${slot + 1}`}`]
    const asked = ['commonplace-leaving', place, ...name].join()
    await platform.left(asked)
    store.onLeaving = closed => platform.leaves(asked, closed)
    const storage = await platform.openStorage(name, { place, durability, onEnd: error => store.lose(error) })
    return storage ? store.onDisk(storage) : storagePart(({ memoryStorage }) => store.inMemory(memoryStorage()))
  })
  return storage
}

/** Loaded where it is used: who encrypts nothing bundles none of it. */
export async function sealedStorage(storage: Storage, { encryption }: OpenOptions): Promise<Storage> {
  if (encryption === undefined) {
    if (!(await isEncrypted(storage))) return storage
    await storage.close()
    throw new StorageError('wrong-key', 'this store is encrypted', {
      hint: 'give the encryption it was made with',
    })
  }
  const { encryptedStorage } = await loadEncryption()
  return encryptedStorage(storage, encryption)
}
