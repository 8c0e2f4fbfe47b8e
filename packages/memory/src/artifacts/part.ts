export { dropErased } from './drop-erased'
export { openArtifact } from './open-artifact'
export { putArtifact } from './put-artifact'
export { sendUnsent } from './send-unsent'
