/** Under which the agent's store keeps notes of the batches of promotions that are under way. */
export const promotionArea = 'promoting'
