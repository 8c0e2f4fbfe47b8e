/** The update that changes nothing: no structs, no deletes. */
export const noUpdate: Uint8Array = new Uint8Array(2)
