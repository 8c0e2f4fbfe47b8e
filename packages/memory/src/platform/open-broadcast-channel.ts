import type { Channel } from '../tabs/channel'

export function openBroadcastChannel<Message>(name: string): Channel<Message> {
  const channel = new BroadcastChannel(name)
  let isClosed = false
  return {
    post: message => isClosed || channel.postMessage(message),
    onMessage(listener) {
      channel.onmessage = ({ data }) => isClosed || listener(data)
    },
    close() {
      isClosed = true
      channel.close()
    },
  }
}
