import type { Card } from './card'
import type { ImportedCard } from './input'

/** An agent card as the A2A protocol has it, version 1.0: https://a2a-protocol.org/latest/specification/ */
export interface A2aCard {
  readonly name: string
  readonly description: string
  readonly version: string
  readonly supportedInterfaces: readonly {
    readonly url: string
    readonly protocolBinding: string
    readonly protocolVersion: string
  }[]
  readonly capabilities: { readonly streaming: boolean; readonly pushNotifications: boolean }
  readonly defaultInputModes: readonly string[]
  readonly defaultOutputModes: readonly string[]
  readonly skills: readonly {
    readonly id: string
    readonly name: string
    readonly description: string
    readonly tags: readonly string[]
    readonly examples?: readonly string[]
  }[]
}

const modes = ['text/plain']
const usual = { binding: 'JSONRPC', version: '1.0' }

/** A card as an A2A agent card; a card says nothing of streaming, so the A2A card promises none. */
export function cardToA2a(card: Card & { readonly endpoint: string }): A2aCard {
  const { binding, version } = card.protocol ?? usual
  return {
    name: card.name,
    description: card.description || card.name,
    version: card.version ?? '0.0.0',
    supportedInterfaces: [{ url: card.endpoint, protocolBinding: binding, protocolVersion: version }],
    capabilities: { streaming: false, pushNotifications: false },
    defaultInputModes: modes,
    defaultOutputModes: modes,
    skills: card.capabilities.map(({ id, name, description, tags, examples }) => ({
      id,
      name,
      description: description ?? name,
      // A2A wants some: Protocol Buffers, which it is defined in, leave an empty list out.
      tags: tags.length > 0 ? tags : [id],
      ...(examples && { examples }),
    })),
  }
}

/** What an A2A agent card, checked, says that a card keeps. */
export function a2aToCard(card: ImportedCard): Card & { readonly endpoint: string } {
  const [endpoint, binding, version] =
    'url' in card
      ? [card.url, card.preferredTransport ?? usual.binding, card.protocolVersion]
      : [
          card.supportedInterfaces[0]!.url,
          card.supportedInterfaces[0]!.protocolBinding,
          card.supportedInterfaces[0]!.protocolVersion,
        ]
  const isUsual = binding === usual.binding && version === usual.version
  return {
    name: card.name,
    description: card.description,
    endpoint,
    ...(!isUsual && { protocol: { binding, version } }),
    version: card.version,
    capabilities: card.skills.map(({ id, name, description, tags, examples }) => ({
      id,
      name,
      description,
      tags,
      ...(examples && { examples }),
    })),
  }
}
