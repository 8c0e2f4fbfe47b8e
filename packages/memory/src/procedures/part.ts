export { call } from './call'
export { define } from './define'
