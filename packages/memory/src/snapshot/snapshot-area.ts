/** Under which the agent's store keeps saved indexes, by the guid of their space. */
export const snapshotArea = 'index'
