/** What a device says of the room it gives this page. */
export interface DeviceRoom {
  /** Bytes that this origin uses, the browser's own estimate. */
  readonly usedBytes: number
  /** Bytes it may use. */
  readonly allowedBytes: number
  /** Whether the browser promised not to clear it by itself when the disk fills up. */
  readonly isKept: boolean
}

/** The part of `navigator.storage` that the inspector reads and asks. */
export interface DeviceStorage {
  /** Undefined where the browser does not say. */
  room(): Promise<DeviceRoom | undefined>
  /** Asks the browser to keep what is stored; resolves to its answer. */
  keep(): Promise<boolean>
}

/** This browser's storage; knows nothing where there is no secure context. */
export const browserStorage: DeviceStorage = {
  async room() {
    const { storage } = navigator
    if (!storage?.estimate) return undefined
    const [{ usage = 0, quota = 0 }, isKept] = await Promise.all([storage.estimate(), storage.persisted()])
    return { usedBytes: usage, allowedBytes: quota, isKept }
  },
  async keep() {
    return (await navigator.storage?.persist?.()) ?? false
  },
}
