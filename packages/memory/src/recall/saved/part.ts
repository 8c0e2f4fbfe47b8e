export { pack, Unpacked } from './pack'
export { restoreIndex } from './restore-index'
export { saveIndex } from './save-index'
