import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectBare } from './dialects/bare'
import type { Connect } from './dialects/dialect'
import { connectNative } from './dialects/native'
import { connectHocuspocus, connectYWebsocket } from './dialects/sync-protocol'

export type SubjectName =
  | 'commonplace'
  | 'hocuspocus'
  | 'hocuspocus-sqlite'
  | 'y-websocket'
  | 'y-websocket-leveldb'
  | 'bare-ws'
  | 'bare-ws-coalesced'

/** A server under test. */
export interface Subject {
  readonly connect: Connect
  /** the script that serves, given `PORT` in its environment */
  readonly script: string
  /** more of its environment, given a folder for its data */
  readonly environment: (data: string) => Record<string, string>
  /** writes many updates of a turn at once, so that the closed loop needs more of them */
  readonly coalesces: boolean
  readonly isPeer: boolean
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Where the bundle of our relay goes: inside its own package, so that it finds what it depends on. */
export const relayBundle = path('../../../packages/relay/node_modules/.cache/bench/')

/** Where the peers are installed. */
export const peersFolder = path('./peers/')

const nothing = () => ({})
const yWebsocket = join(peersFolder, 'node_modules/@y/websocket-server/src/server.js')
const hocuspocus = join(peersFolder, 'hocuspocus.mjs')
const bare = path('./servers/bare-ws.mjs')
const peer = { coalesces: false, isPeer: true }
const reference = { coalesces: false, isPeer: false }

export const subjects: Record<SubjectName, Subject> = {
  commonplace: {
    connect: connectNative,
    script: join(relayBundle, 'commonplace.mjs'),
    environment: data => ({ DATA: data }),
    coalesces: true,
    isPeer: false,
  },
  hocuspocus: { ...peer, connect: connectHocuspocus, script: hocuspocus, environment: nothing, coalesces: true },
  'hocuspocus-sqlite': {
    ...peer,
    connect: connectHocuspocus,
    script: hocuspocus,
    environment: data => ({ SQLITE: join(data, 'hocuspocus.sqlite') }),
    coalesces: true,
  },
  'y-websocket': {
    ...peer,
    connect: connectYWebsocket,
    script: yWebsocket,
    environment: () => ({ HOST: '127.0.0.1' }),
  },
  'y-websocket-leveldb': {
    ...peer,
    connect: connectYWebsocket,
    script: yWebsocket,
    environment: data => ({ HOST: '127.0.0.1', YPERSISTENCE: join(data, 'level') }),
  },
  'bare-ws': { ...reference, connect: connectBare, script: bare, environment: nothing },
  'bare-ws-coalesced': {
    ...reference,
    connect: connectBare,
    script: bare,
    environment: () => ({ COALESCED: '1' }),
    coalesces: true,
  },
}

export const isSubjectName = (name: string): name is SubjectName => Object.hasOwn(subjects, name)

/** Whether the peers a run needs are there in the versions asked for. */
export const isInstalled = (relative: string): boolean => existsSync(join(peersFolder, 'node_modules', relative))
