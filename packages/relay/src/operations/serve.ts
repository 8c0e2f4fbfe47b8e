import { limitNames } from '@commonplace/protocol'
import { destination, pino } from 'pino'
import { type RelayOptions, startRelay } from '../index'
import type { Configuration } from './settings'
import { closeOnSignals } from './shutdown'

function toOptions(configuration: Configuration): RelayOptions {
  const { host, port, data, insecure, keys, policy, issuer, audience, maxLifetime, tolerance, urlTokens, receiptKey } =
    configuration
  const { origins, hosts } = configuration
  return {
    host,
    port,
    data,
    limits: Object.fromEntries(limitNames.map(name => [name, configuration[name]])),
    connections: configuration,
    bounds: configuration,
    idleMs: configuration.idleMs,
    insecure,
    allowed: { ...(origins.length > 0 && { origins }), ...(hosts.length > 0 && { hosts }) },
    ...(receiptKey !== '' && { receiptKey }),
    ...(!insecure && {
      tokens: { keys, ...(policy !== '' && { policy }), issuer, audience, maxLifetime, tolerance, urlTokens },
    }),
  }
}

/** Runs a relay until a signal ends it; says on stdout where it listens. */
export async function serve(configuration: Configuration): Promise<void> {
  const { logLevel, data, drainMs } = configuration
  // Synchronous, so that the line that says why is out before the process is.
  const logger = pino({ name: 'commonplace-relay', level: logLevel }, destination({ fd: 2, sync: true }))
  const starting = startRelay({ ...toOptions(configuration), logger, onFailure: () => process.exit(1) })
  closeOnSignals(starting, logger, drainMs)
  const { url } = await starting
  process.stdout.write(`commonplace-relay listens on ${url} (log in ${data})\n`)
}
