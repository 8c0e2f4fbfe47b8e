import type { Storage } from '@commonplace/storage'
import type { Events } from '../events'
import { lazy } from '../lazy'
import type { Connection } from '../sync'
import type { PolicyReplica } from './policy-replica'

const part = lazy(() => import('./part'))

/** What this memory keeps of its tenant's policy log: read when it is first asked for, or once there is a relay to follow. */
export class KeptPolicy {
  readonly #open: () => Promise<PolicyReplica>
  readonly #listeners = new Set<() => void>()
  #opening: Promise<PolicyReplica> | undefined
  /** once it was read */
  opened: PolicyReplica | undefined

  constructor(tenant: string, storage: Storage, events: Events) {
    const onError = (error: unknown) => events.emit('error', { error, during: 'following the policy' })
    const onChange = () => {
      for (const listener of [...this.#listeners]) events.call(listener, undefined, 'access.onChange')
    }
    this.#open = () => part(({ PolicyReplica }) => PolicyReplica.open({ storage, tenant, onError, onChange }))
  }

  readonly get = (): Promise<PolicyReplica> => {
    this.#opening ??= this.#open().then(
      opened => {
        this.opened = opened
        return opened
      },
      error => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  readonly onChange = (listener: () => void): (() => void) => {
    const own = () => listener()
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** Follows the relay's log from now on. */
  async follow(connection: Connection): Promise<void> {
    connection.follow(await this.get())
  }

  /** Resolves when all that came is on disk; called once the connection is closed. */
  async settled(): Promise<void> {
    const replica = await this.#opening?.catch(() => undefined)
    await replica?.settled()
  }
}
