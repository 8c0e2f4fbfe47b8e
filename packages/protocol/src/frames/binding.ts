import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'

/** A client id and who writes with it: authorship is derived from this, never claimed in an entry. */
export interface Binding {
  readonly client: number
  readonly agent: string
  readonly user: string
}

export function writeBindings(writer: FrameWriter, bindings: readonly Binding[]): void {
  writer.uint(bindings.length)
  for (const { client, agent, user } of bindings) {
    writer.uint(client)
    writer.text(agent)
    writer.text(user)
  }
}

export function readBindings(reader: FrameReader): Binding[] {
  const bindings: Binding[] = []
  for (let left = reader.count(reader.limits.bindingsPerFrame, 'bindings'); left > 0; left--) {
    bindings.push({
      client: reader.uint(),
      agent: reader.optionalName('agent of a binding'),
      user: reader.optionalName('user of a binding'),
    })
  }
  return bindings
}
