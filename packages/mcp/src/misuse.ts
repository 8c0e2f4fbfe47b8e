/** What was asked for cannot be meant: the command ends with status 2 and this message. */
export class MisuseError extends Error {
  override name = 'MisuseError'
}
