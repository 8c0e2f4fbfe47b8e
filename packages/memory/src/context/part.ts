export { context } from './context'
export { inHandOf } from './in-hand'
