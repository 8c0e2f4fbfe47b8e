export { exportSpace } from './export-space'
export { importMemory } from './import-memory'
