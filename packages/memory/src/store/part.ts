export { collectAll } from './collect'
export { noteUser } from './store-users'
