/** Base64 of the gzipped table, see scripts/build-table.ts. */
export const table: string
