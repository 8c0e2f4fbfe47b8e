export { compact } from '../retention/compact'
export { audit } from './audit'
export { consolidate } from './consolidate'
