export { Embedding } from './embedding'
export { VectorStore } from './vector-store'
