import { closeSync, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { createInterface } from 'node:readline'
import { open } from 'lmdb'
import { writeUntilCrash } from '../conformance'
import { storageKey } from '../key'
import { type Storage, StorageError } from '../storage'
import { openLmdbStorage } from './lmdb-storage'

// A process that a test starts, orders about over stdin and kills. One order a line, one answer a line:
//   open → `held` or the code and message of the StorageError;  write → a number for each acknowledged batch, then the
//   code that ended it;  commit a little or a lot → `committed`;  close → `closed`;  look, past the library → the number of
//   entries, and the files stay open;  hold up, past the library → `holding`, until it is killed;  scrub → `scrubbed`;  leave N →
//   `left`, and it may open so many files more. It ends when stdin does.
const path = process.argv[2]!
const say = (line: string) => writeSync(1, `${line}\n`)
const complain = (error: unknown) =>
  say(error instanceof StorageError ? `${error.code} ${error.message}` : `unexpected ${String(error)}`)

const taken: number[] = []
function takeAll() {
  try {
    for (;;) taken.push(openSync(devNull, 'r'))
  } catch {}
}

let storage: Storage | undefined
const orders = createInterface({ input: process.stdin })
say('ready')
for await (const order of orders) {
  try {
    if (order === 'open') {
      storage = await openLmdbStorage({ path })
      say('held')
    } else if (order === 'write') {
      await writeUntilCrash(storage!, batch => say(String(batch)))
    } else if (order === 'commit a little' || order === 'commit a lot') {
      const bytes = order === 'commit a lot' ? 3_000_000 : 1
      await storage!.commit([{ put: storageKey(order.slice('commit a '.length)), value: new Uint8Array(bytes) }])
      say('committed')
    } else if (order === 'look') {
      const root = open({ path, readOnly: true, noSubdir: false, maxDbs: 2 })
      say(String(root.openDB({ name: 'data', encoding: 'binary', keyEncoding: 'binary' }).getKeysCount()))
    } else if (order === 'hold up') {
      const root = open({ path, noSubdir: false, maxDbs: 2 })
      root.transactionSync(() => {
        say('holding')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      })
    } else if (order.startsWith('leave ')) {
      for (const each of taken.splice(0)) closeSync(each)
      takeAll()
      for (let n = 0; n < Number(order.slice('leave '.length)); n++) closeSync(taken.pop()!)
      say('left')
    } else if (order === 'scrub') {
      await storage!.scrub!()
      say('scrubbed')
    } else if (order === 'close') {
      await storage!.close()
      say('closed')
    }
  } catch (error) {
    complain(error)
  }
}
