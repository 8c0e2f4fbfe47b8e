export { explain, show } from './answer'
export { PolicyReplica } from './policy-replica'
