/** Origin of transactions that put what the relay sent into the document. */
export const relayOrigin = 'relay'
/** Origin of transactions that write. */
export const localOrigin = 'local'
