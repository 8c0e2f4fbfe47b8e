export { carefulClock } from './careful-clock'
export { carefulRule } from './facts/careful-rule'
export { carefulRead } from './policy/careful-read'
