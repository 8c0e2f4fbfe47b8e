import { describeUpdate, type UpdateDescription } from '@commonplace/protocol'

/** An update together with what it is about, so that nothing decodes it twice. */
export interface DescribedUpdate {
  readonly update: Uint8Array
  readonly description: UpdateDescription
}

/** @throws UpdateError when the bytes are no V1 update */
export function describe(update: Uint8Array): DescribedUpdate {
  return { update, description: describeUpdate(update) }
}
