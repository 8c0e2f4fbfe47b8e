/** Origin of transactions that put what the relay sent into the document. */
export const relayOrigin = 'relay'
/** Origin of transactions that put what another replica of this agent lent into the document. */
export const lentOrigin = 'lent'
/** Origin of transactions that write. */
export const localOrigin = 'local'
