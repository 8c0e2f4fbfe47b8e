/** Under which the agent's store keeps notes of the artifacts that this device holds. */
export const artifactArea = 'artifacts'
