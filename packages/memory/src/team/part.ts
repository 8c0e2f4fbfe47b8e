export { exportCard, find } from './find'
export { publisherOf } from './publisher'
export { importCard, register, unregister } from './register'
export { whoKnows } from './who-knows'
