import { closeSync, openSync } from 'node:fs'
import { constants, devNull } from 'node:os'

const { EMFILE, ENFILE } = constants.errno
/** What a system says where a process, or all of them, may open no more files. */
export const tooManyFiles: readonly number[] = [EMFILE, ENFILE]

/** Three that LMDB opens, and one for a moment. */
const ofStore = 4

/**
 * Opens and closes as many files as a store does: where LMDB finds in the middle of opening one that it may open no more, the binding
 * ends the process.
 *
 * @throws what the system says, such as EMFILE
 */
export function assertDescriptors(): void {
  const taken: number[] = []
  try {
    while (taken.length < ofStore) taken.push(openSync(devNull, 'r'))
  } finally {
    for (const each of taken) closeSync(each)
  }
}
