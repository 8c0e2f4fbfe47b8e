import { useEffect, useState } from 'react'
import { useInspector } from './inspector-context'

/** The time, read again every `everyMs`: for ages such as "open 48 s". */
export function useNow(everyMs: number): Date {
  const { now } = useInspector()
  const [time, setTime] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), everyMs)
    return () => clearInterval(timer)
  }, [now, everyMs])
  return time
}
