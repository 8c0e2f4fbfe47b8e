export { TabExchange } from './exchange'
