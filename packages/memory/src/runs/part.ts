export { checkpoint, checkpoints, restore } from './checkpoint'
export { log } from './log'
export { resume } from './resume'
export { window } from './window'
