import { defaultAudience, defaultIssuer } from '../identity/token-options'
import { defaultConnectionLimits } from '../server/connection-count'
import { defaultBounds } from '../server/socket-bounds'
import { limitSettings } from './limit-settings'
import { list, oneOf, onOff, type Setting, text, wholeNumber } from './setting'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const day = 86_400_000
const connections = [1, 1_000_000] as const

/**
 * Everything that can be set, by its name in a configuration file. The flag of `logLevel` is `--log-level`, its variable
 * `COMMONPLACE_RELAY_LOG_LEVEL`.
 */
export const settings = {
  port: wholeNumber(4321, [0, 65_535], 'port to listen on, 0 for a free one'),
  host: text('127.0.0.1', 'address to listen on', 'an address'),
  keys: text(
    '',
    'JSON Web Key Set: public keys of the tokens that are taken, a file or a URL',
    'a file or a URL',
    () => true,
  ),
  policy: text('', 'JSON: who may do what before the policy log says anything', 'a file', () => true),
  issuer: text(defaultIssuer, 'who issues the tokens', 'a name'),
  audience: text(defaultAudience, 'whom they are for', 'a name'),
  maxLifetime: wholeNumber(900, [1, 86_400], 's that a token may live'),
  tolerance: wholeNumber(5, [0, 60], 's that clocks may differ by'),
  origins: list('with keys: web pages that may connect, https://app.example; all when not set'),
  hosts: list('with keys: host names that it is reached by, relay.example; all when not set'),
  urlTokens: onOff(false, 'stock clients may give their token in the URL, where proxies may log it'),
  insecure: onOff(false, 'instead of keys, on this machine only: whoever comes is believed and may do everything'),
  data: text('./.commonplace-relay', 'folder of the log, created when missing', 'a folder'),
  receiptKey: text(
    '',
    'key of the receipts for client ids, made when missing; beside the log when not set',
    'a file',
    () => true,
  ),
  logLevel: oneOf('info', logLevels, 'how much is logged; logs are JSON lines on stderr'),
  idleMs: wholeNumber(60_000, [1, day], 'ms after which a room that nobody uses is unloaded'),
  drainMs: wholeNumber(10_000, [1, day], 'ms that a clean end may take before the process ends anyway'),
  connections: wholeNumber(defaultConnectionLimits.connections, connections, 'connections at once'),
  connectionsPerTenant: wholeNumber(
    defaultConnectionLimits.connectionsPerTenant,
    connections,
    'connections of one tenant at once',
  ),
  connectionsPerAgent: wholeNumber(
    defaultConnectionLimits.connectionsPerAgent,
    connections,
    'connections of one agent at once',
  ),
  roomsPerAgent: wholeNumber(
    defaultConnectionLimits.roomsPerAgent,
    [1, 2 ** 40],
    'rooms of one agent at once, over all its connections',
  ),
  budgetBytes: wholeNumber(
    defaultBounds.budgetBytes,
    [65_536, 2 ** 32],
    'bytes queued for one connection before its reader counts as behind',
  ),
  stallMs: wholeNumber(
    defaultBounds.stallMs,
    [1, day],
    'ms without a byte read until a connection that is behind is closed',
  ),
  ...limitSettings,
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings

/** A value for every setting. */
export type Configuration = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer Value> ? Value : never
}

export const settingNames = Object.keys(settings) as readonly SettingName[]

const words = (name: string): string[] => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`).split('-')

/** `log-level` for `logLevel`. */
export const flagOf = (name: string): string => words(name).join('-')

export const variablePrefix = 'COMMONPLACE_RELAY_'

/** `COMMONPLACE_RELAY_LOG_LEVEL` for `logLevel`. */
export const variableOf = (name: string): string => variablePrefix + words(name).join('_').toUpperCase()
