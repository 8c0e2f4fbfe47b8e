import WebSocket from 'ws'

/** A link that is slow in one direction: what the relay says waits while it is held. */
export function holdableLink() {
  let held: (() => void)[] | undefined
  const openSocket = (url: string, protocols: readonly string[]) =>
    new Proxy(new WebSocket(url, [...protocols]), {
      get(socket, name) {
        const value = Reflect.get(socket, name)
        return typeof value === 'function' ? value.bind(socket) : value
      },
      set(socket, name, value) {
        const later = (event: unknown) => (held ? held.push(() => value(event)) : value(event))
        return Reflect.set(socket, name, name === 'onmessage' ? later : value)
      },
    })
  return {
    openSocket: openSocket as never,
    hold: () => {
      held = []
    },
    release: () => {
      const all = held ?? []
      held = undefined
      for (const deliver of all) deliver()
    },
  }
}
