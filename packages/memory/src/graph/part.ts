export { neighbours } from './neighbours'
export { relate } from './relate'
export { searchAround } from './search-around'
