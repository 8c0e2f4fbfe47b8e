export { createConnection } from './sync/connection'
export { SharedSocket } from './tabs/shared-socket'
