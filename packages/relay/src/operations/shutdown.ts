import type { Logger } from 'pino'
import type { Relay } from '../index'

/**
 * The first SIGTERM or SIGINT closes the relay, once it has started, and lets the process end; the second ends it at once.
 * Listens before it has started: what is the first process of a container gets no signal that it does not listen to.
 *
 * @param drainMs after which the process ends with status 1 even if the relay has not closed, as when a disk hangs
 */
export function closeOnSignals(starting: Promise<Relay>, logger: Logger, drainMs: number): void {
  let isClosing = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isClosing) process.exit(1)
    isClosing = true
    logger.info({ signal }, 'shutting down')
    setTimeout(() => {
      logger.fatal({ drainMs }, 'could not close in time')
      process.exit(1)
    }, drainMs).unref()
    starting
      .then(relay => relay.close())
      .then(
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
