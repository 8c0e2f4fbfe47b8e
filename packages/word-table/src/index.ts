export { loadWordTable, type Neighbour, type WordTable } from './word-table'
