export { restoreSpace } from './restore-space'
export { saveSpace } from './save-space'
