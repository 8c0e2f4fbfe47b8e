import { roomToString } from '@commonplace/protocol'
import * as Y from 'yjs'
import type { CatalogEntry, SpaceList } from '../space/catalog'
import type { Visibility } from '../space/topology'

/** Which sub-document of which space an artifact is. */
export interface ArtifactRoom {
  readonly space: string
  readonly visibility: Visibility
  /** Names the artifact within its space; 0 is the space itself. */
  readonly segment: number
}

/** The sub-documents of artifacts, for a pool that opens them on demand: each is a segment of its space's room. */
export class ArtifactList implements SpaceList {
  readonly #tenant: string
  readonly #rooms = new Map<string, ArtifactRoom>()

  constructor(tenant: string) {
    this.#tenant = tenant
  }

  /** @returns the name by which the pool knows it, and errors tell it */
  take(room: ArtifactRoom): string {
    const name = `artifact ${room.segment} of ${room.space}`
    this.#rooms.set(name, room)
    return name
  }

  list(): CatalogEntry[] {
    return [...this.#rooms.keys()].flatMap(name => this.get(name) ?? [])
  }

  get(name: string): CatalogEntry | undefined {
    const room = this.#rooms.get(name)
    if (room === undefined) return undefined
    const { space, visibility, segment } = room
    const guid = `artifact/${roomToString({ tenant: this.#tenant, space, segment })}`
    return { name, visibility, guid, room: { space, segment } }
  }

  async add(entry: CatalogEntry): Promise<CatalogEntry> {
    return entry
  }

  freshDocument(name: string): Y.Doc {
    return new Y.Doc({ guid: this.get(name)!.guid })
  }

  unload(name: string): void {
    this.#rooms.delete(name)
  }
}
