export { compact } from '../retention/compact'
