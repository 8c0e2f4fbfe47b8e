import type { Space } from '../space/space'
import type { Replica } from '../sync'
import type { Channel } from './channel'
import { TabExchange } from './exchange'
import type { TabsMessage } from './message'

/**
 * Tabs that hear each other a turn later, as over a BroadcastChannel: what one says in its order, and what several say in one order
 * for all. What a tab says, or is to hear, may be kept on its way.
 */
export function browser() {
  const tabs = new Map<Channel<TabsMessage>, { readonly name: string; hear?: (message: TabsMessage) => void }>()
  const said: TabsMessage[] = []
  const errors: unknown[] = []
  let held:
    | { readonly holds: (message: TabsMessage, to: string) => boolean; readonly deliver: (() => void)[] }
    | undefined
  let count = 0

  const channelOf = (name: string) => (): Channel<TabsMessage> => {
    const own: Channel<TabsMessage> = {
      post(message) {
        said.push(message)
        const copy = structuredClone(message)
        for (const [other, tab] of tabs) {
          const deliver = () => tabs.get(other)?.hear?.(copy)
          if (other === own) continue
          if (held?.holds(copy, tab.name)) held.deliver.push(deliver)
          else setTimeout(deliver)
        }
      },
      onMessage: hear => tabs.set(own, { name, hear }),
      close: () => tabs.delete(own),
    }
    return own
  }

  function tab(replica: Replica, visibility: 'shared' | 'private' = 'shared', spaceName = 'team') {
    const name = `tab ${++count}`
    const exchange = new TabExchange({ openChannel: channelOf(name), id: name, onError: error => errors.push(error) })
    const space = { name: spaceName, visibility, replica } as unknown as Space
    exchange.follow(space)
    return Object.assign(exchange, { space })
  }

  /** @returns lets what was kept go on its way, in its order */
  function hold(holds: (message: TabsMessage, to: string) => boolean): () => void {
    const mine = { holds, deliver: [] as (() => void)[] }
    held = mine
    return () => {
      held = undefined
      for (const deliver of mine.deliver) deliver()
    }
  }
  /** As another page would. */
  const say = (message: TabsMessage) => channelOf('page')().post(message)

  return { tab, said, say, errors, hold }
}

/** Everything that was said has been heard and answered. */
export async function quiet(said: readonly TabsMessage[]): Promise<void> {
  for (let before = -1; before !== said.length; ) {
    before = said.length
    for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setTimeout(resolve))
  }
}
