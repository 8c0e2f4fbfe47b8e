/** What a channel may do in a room; the order is the bit on the wire, so rights are appended and never moved. */
export const allRights = ['discover', 'read', 'append', 'curate', 'admin'] as const

/** A right in a room. */
export type Right = (typeof allRights)[number]
