/** The room that a device gives this page, by its own estimate. */
export interface DeviceRoom {
  readonly usedBytes: number
  readonly allowedBytes: number
}

/** Asks the browser; undefined where it does not say. */
export async function browserRoom(): Promise<DeviceRoom | undefined> {
  const { storage } = navigator
  if (!storage?.estimate) return undefined
  const { usage = 0, quota = 0 } = await storage.estimate()
  return { usedBytes: usage, allowedBytes: quota }
}
