import { StorageError } from '../storage'
import { openDatabase } from './open-database'
import { toStorageError } from './request'

/** Right after it closed a database the browser may refuse to open it, ms. */
const firstWait = 30
const longestWait = 2_000

/**
 * A database that is opened again when the browser closed it: browsers do with tabs in the background, and after errors of
 * their own. Who holds its lock goes on where they were, since nobody else can have written meanwhile.
 */
export class SteadyDatabase {
  /** Told once, when it is gone for good: deleted, or replaced by a later version of the library. */
  onEnd: (error: StorageError) => void = () => {}
  readonly #factory: IDBFactory
  readonly #name: string
  #connection: IDBDatabase | undefined
  #opening: Promise<IDBDatabase> | undefined
  #isClosed = false

  private constructor(factory: IDBFactory, name: string) {
    this.#factory = factory
    this.#name = name
  }

  /** @throws StorageError as `openDatabase` */
  static async open(factory: IDBFactory, name: string): Promise<SteadyDatabase> {
    const database = new SteadyDatabase(factory, name)
    database.#hold(await openDatabase(factory, name))
    return database
  }

  /**
   * Does something with the database, and once more with a new connection when the one there was is lost. Doing all of it
   * twice must come to the same.
   *
   * @throws StorageError
   */
  async use<T>(body: (connection: IDBDatabase) => Promise<T>): Promise<T> {
    const connection = this.#connection ?? (await this.#reopen())
    try {
      return await body(connection)
    } catch (error) {
      const fault = toStorageError(this.#name, error)
      if (this.#isClosed || (fault.code !== 'closed' && fault.code !== 'failed')) throw fault
      if (this.#connection === connection) this.#drop()
      const next = this.#connection ?? (await this.#reopen())
      try {
        return await body(next)
      } catch (again) {
        throw toStorageError(this.#name, again)
      }
    }
  }

  close(): void {
    this.#isClosed = true
    this.#drop()
  }

  #hold(connection: IDBDatabase): IDBDatabase {
    this.#connection = connection
    // Another tab deletes it, or has a later version of the library: it must not wait for us.
    connection.onversionchange = () => this.#end('another tab replaces or deletes it')
    connection.onclose = () => {
      if (this.#connection !== connection) return
      this.#connection = undefined
      // At once, so that a deletion is noticed before somebody writes.
      this.#reopen().catch(() => {})
    }
    return connection
  }

  #drop(): void {
    const connection = this.#connection
    this.#connection = undefined
    if (connection) connection.onclose = null
    connection?.close()
  }

  #reopen(): Promise<IDBDatabase> {
    if (this.#isClosed)
      return Promise.reject(new StorageError('closed', `IndexedDB database "${this.#name}" is closed`))
    this.#opening ??= this.#openAgain().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #openAgain(): Promise<IDBDatabase> {
    for (let wait = firstWait; ; wait *= 2) {
      try {
        const connection = await openDatabase(this.#factory, this.#name, false)
        if (this.#isClosed) connection.close()
        return this.#hold(connection)
      } catch (error) {
        const fault = error as StorageError
        if (fault.code === 'closed' || fault.code === 'newer') this.#stop(fault)
        if (fault.code !== 'failed' || wait > longestWait) throw fault
      }
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }

  #end(reason: string): void {
    this.#stop(
      new StorageError('closed', `IndexedDB database "${this.#name}": ${reason}`, { hint: 'open it again to go on' }),
    )
  }

  #stop(error: StorageError): void {
    if (this.#isClosed) return
    this.close()
    this.onEnd(error)
  }
}
