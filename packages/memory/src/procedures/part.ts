export { call } from './call'
export { define } from './define'
export { get, history, list } from './get'
