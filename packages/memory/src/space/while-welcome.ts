import { closeCodes, type RefusalCode, refusalCodes } from '@commonplace/protocol'
import { CommonplaceError, type ErrorCode } from '../errors'
import type { Connection, Replica } from '../sync'

const kept = 'what was written waits here'

/**
 * Waits for the relay as long as it may still come round.
 *
 * @param wait is given a signal that is aborted when it will not
 * @throws CommonplaceError with the relay's code once it has turned this agent away, or denied it the space; the reason of `own`
 */
export async function whileWelcome<T>(
  who: string,
  connection: Connection | undefined,
  replica: Replica,
  wait: (signal: AbortSignal) => Promise<T>,
  own?: AbortSignal,
): Promise<T> {
  const over = new AbortController()
  const look = () => {
    const why = connection && refusal(who, connection, replica)
    if (why) over.abort(why)
  }
  const waiting = wait(own ? AbortSignal.any([own, over.signal]) : over.signal)
  const stops = [connection?.status.subscribe(look), replica.status.subscribe(look)]
  return waiting.finally(() => {
    for (const stop of stops) stop?.()
  })
}

function refusal(who: string, connection: Connection, replica: Replica): CommonplaceError | undefined {
  const { state, reason, attempt } = connection.status.value
  // A fresh token may help; the third did not. It goes on trying.
  if (state === 'turned-away' || (attempt > 2 && codeOf(reason?.code) === 'unauthorised'))
    return new CommonplaceError(codeOf(reason?.code), `${who}: the relay turned this agent away: ${reason?.message}`, {
      hint: `look at its token, tenant, rights and version, then sync.resume() or open anew; ${kept}`,
    })
  const { state: room, denied } = replica.status.value
  if (room !== 'denied') return undefined
  const space = `space "${replica.room?.space}"`
  return new CommonplaceError(
    codeOf(denied?.code),
    `${who}: the relay denies this agent ${space}: ${denied?.message}`,
    { hint: `have the right to append granted, or write elsewhere; ${kept}` },
  )
}

/** A socket that was closed says why with a number. */
function codeOf(code = ''): ErrorCode {
  if (code === String(closeCodes.unauthorised)) return 'unauthorised'
  if (code === String(closeCodes.unsupported)) return 'unsupported'
  return (refusalCodes as readonly string[]).includes(code) ? (code as RefusalCode) : 'forbidden'
}
