export { collectAll } from './collect'
