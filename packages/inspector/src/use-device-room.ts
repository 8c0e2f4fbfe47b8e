import { useCallback, useEffect, useState } from 'react'
import type { DeviceRoom } from './device-storage'
import { useInspector } from './inspector-context'
import { useNow } from './use-now'

/** How often the room on the device is measured. */
const everyMs = 15_000

/** What the device says of its room, and how to ask it to keep what is there; nothing while it says nothing. */
export function useDeviceRoom(): { room: DeviceRoom | undefined; keep: () => Promise<boolean> } {
  const { device } = useInspector()
  const now = useNow(everyMs)
  const [room, setRoom] = useState<DeviceRoom>()
  const measure = useCallback(() => device.room().then(setRoom, () => setRoom(undefined)), [device])
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again as time goes by
  useEffect(() => void measure(), [measure, now])
  const keep = async () => {
    const isKept = await device.keep()
    await measure()
    return isKept
  }
  return { room, keep }
}
