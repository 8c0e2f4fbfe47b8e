import type { RelayAddress } from '@commonplace/memory'
import type { TabMessage } from './tab-message'

type OpenSocket = NonNullable<RelayAddress['openSocket']>

/** Sockets to the relay's rooms in the page of a world, for the tab of an agent. */
export function socketsThrough(channel: BroadcastChannel): OpenSocket {
  return () => {
    const id = crypto.randomUUID()
    const say = (message: TabMessage) => channel.postMessage(message)
    const tell = (handler: 'onopen' | 'onmessage' | 'onclose', event: object) =>
      (socket[handler] as ((event: object) => void) | null)?.(event)
    const hear = ({ data: message }: MessageEvent<TabMessage>) => {
      if (!('socket' in message) || message.socket !== id) return
      if (message.type === 'opened') tell('onopen', {})
      else if (message.type === 'down') tell('onmessage', { data: message.data })
      else if (message.type === 'ended') end(message.code, message.reason)
    }
    const end = (code: number, reason: string) => {
      channel.removeEventListener('message', hear)
      tell('onclose', { code, reason })
    }
    const socket: ReturnType<OpenSocket> = {
      binaryType: 'arraybuffer',
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: data => say({ type: 'up', socket: id, data }),
      close: (code = 1000, reason = '') => {
        channel.removeEventListener('message', hear)
        say({ type: 'hung-up', socket: id, code, reason })
      },
    }
    channel.addEventListener('message', hear)
    say({ type: 'dial', socket: id })
    return socket
  }
}
