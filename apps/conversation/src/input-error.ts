/** Something the person who started the program can put right: what is wrong, and what to do about it. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}
