export { whileWelcome } from './space/while-welcome'
export { createConnection } from './sync/connection'
export { SharedSocket } from './tabs/shared-socket'
export { PresenceLine } from './team/presence-line'
