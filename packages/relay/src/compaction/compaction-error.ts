/** A room that could not be compacted: it stays as it is and lives on. */
export class CompactionError extends Error {
  override name = 'CompactionError'
}
