import { useEffect, useState } from 'react'
import type { DeviceRoom } from './device-room'
import { useInspector } from './inspector-context'
import { useNow } from './use-now'

/** How often the room on the device is measured. */
const everyMs = 15_000

/** The room that the device gives this page; nothing while it says nothing. */
export function useDeviceRoom(): DeviceRoom | undefined {
  const { deviceRoom } = useInspector()
  const now = useNow(everyMs)
  const [room, setRoom] = useState<DeviceRoom>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again as time goes by
  useEffect(() => {
    let wanted = true
    deviceRoom().then(
      measured => wanted && setRoom(measured),
      () => wanted && setRoom(undefined),
    )
    return () => {
      wanted = false
    }
  }, [deviceRoom, now])
  return room
}
