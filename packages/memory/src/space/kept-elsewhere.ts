import * as v from 'valibot'
import type * as Y from 'yjs'
import type { Core } from '../core'
import { calledWith, guarded } from '../guarded'
import { checked, listener, name as nameOfSpace } from '../input/input'
import { adopt, followDocument } from '../sync/adopt'

const updateList = v.array(v.custom<Uint8Array>(given => given instanceof Uint8Array, 'expected bytes'))

/** Takes the entries of a document that was kept elsewhere into an open space. */
export function adoptInto(
  core: Core,
  name: string,
  updates: readonly Uint8Array[],
): Promise<{ readonly records: number }> {
  return guarded(core, calledWith('spaces.adopt', name), () => {
    const { agent } = core.identity
    checked(updateList, updates, agent, 'spaces.adopt', 'updates')
    return core.pool.using(checked(nameOfSpace, name, agent, 'spaces.adopt', 'a name'), async space => {
      const before = space.index.size
      await adopt(space.replica, updates, core.pause)
      return Object.freeze({ records: space.index.size - before })
    })
  })
}

/** The live document of an open space; what a provider puts into it is taken in. */
export function documentOf(core: Core, name: string, onReplaced?: (document: Y.Doc) => void): Promise<Y.Doc> {
  return guarded(core, calledWith('spaces.document', name), () => {
    const { agent } = core.identity
    if (onReplaced !== undefined) checked(listener, onReplaced, agent, 'spaces.document', 'a listener')
    return core.pool.using(checked(nameOfSpace, name, agent, 'spaces.document', 'a name'), ({ replica }) => {
      followDocument(replica)
      if (onReplaced) replica.onDocument(doc => core.events.call(onReplaced, doc, 'spaces.document'))
      return replica.doc
    })
  })
}
