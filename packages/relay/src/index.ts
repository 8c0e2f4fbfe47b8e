export type { TokenOptions } from './identity/token-options'
export type { RelayOptions } from './relay-options'
export type { AllowList } from './server/allow-list'
export { type Relay, startRelay } from './start-relay'
