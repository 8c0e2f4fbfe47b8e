export { toPort } from './port'
export { RemoteIndex } from './remote-index'
