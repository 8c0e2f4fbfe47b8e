import type { Storage } from '@commonplace/storage'
import type { SpaceList } from '../space/catalog'
import type { SpacePool } from '../space/pool'

export interface ArtifactsOptions {
  readonly tenant: string
  readonly storage: Storage
  readonly createPool: (list: SpaceList) => SpacePool
  /** Called when another number of artifacts is unsent. */
  readonly onUnsent: () => void
}
