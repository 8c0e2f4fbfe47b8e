import type { Logger } from 'pino'
import type { Relay } from '../index'

/** The first SIGTERM or SIGINT closes the relay and lets the process end; the second ends it at once. */
export function closeOnSignals(relay: Relay, logger: Logger): void {
  let isClosing = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isClosing) process.exit(1)
    isClosing = true
    logger.info({ signal }, 'shutting down')
    relay.close().then(
      () => process.exit(0),
      error => {
        logger.fatal({ err: error }, 'could not close cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}
