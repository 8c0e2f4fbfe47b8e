import { createHmac } from 'node:crypto'
import type { Stage } from './stage'

type Part = Readonly<Record<string, unknown>>

/** What somebody comes to the door with. */
export interface Caller {
  readonly token: string
  readonly headers?: Readonly<Record<string, string>>
  /** whom it says it is; nobody when left out, since the token says that */
  readonly agent?: string
  /** comes the way a y-websocket client does, to this room */
  readonly stock?: string
}

/** One way to come in by forgery, and the relay's answer: a code, or the HTTP status of the upgrade. */
export interface DoorForgery {
  readonly answer: string
  readonly make: (stage: Stage) => Caller | Promise<Caller>
}

const part = (value: Part | Uint8Array) =>
  Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1000)
const claims = (more: Part = {}): Part => ({
  ...{ iss: 'commonplace', aud: 'commonplace-relay', iat: seconds(), exp: seconds() + 600 },
  ...{ tenant: 'acme', agent: 'alice', user: 'ann', ...more },
})

/** A token whose signature is a code by what the relay shows to everybody. */
function hmacToken({ jwk }: Stage, key: string): string {
  const signed = `${part({ alg: 'HS256', kid: jwk.kid, typ: 'JWT' })}.${part(claims())}`
  return `${signed}.${part(createHmac('sha256', key).update(signed).digest())}`
}

const turnedAway = (make: DoorForgery['make']): DoorForgery => ({ answer: 'unauthorised', make })
const signed = (more: Part, header = {}) =>
  turnedAway(async ({ sign }) => ({ token: await sign({ agent: 'alice', user: 'ann', ...more }, header) }))

/** Every way to come in by forgery that this suite knows, by name. */
export const doorForgeries: Readonly<Record<string, DoorForgery>> = {
  noToken: turnedAway(() => ({ token: '', agent: 'alice' })),
  // another algorithm than the key is for
  algorithmNone: turnedAway(({ jwk }) => ({ token: `${part({ alg: 'none', kid: jwk.kid })}.${part(claims())}.` })),
  algorithmHmacOfX: turnedAway(stage => ({ token: hmacToken(stage, stage.jwk.x ?? '') })),
  algorithmHmacOfKey: turnedAway(stage => ({ token: hmacToken(stage, JSON.stringify(stage.jwk)) })),
  algorithmRsa: turnedAway(async ({ strangerRsa }) => ({ token: await strangerRsa({ agent: 'alice' }) })),
  // another key under the same name, and none
  otherKey: turnedAway(async ({ stranger }) => ({ token: await stranger({ agent: 'alice' }) })),
  unknownKey: signed({}, { kid: 'two' }),
  unsigned: turnedAway(async ({ sign }) => ({ token: (await sign()).replace(/[^.]+$/, '') })),
  changed: turnedAway(async ({ sign }) => {
    const [header, , signature] = (await sign()).split('.')
    return { token: `${header}.${part(claims())}.${signature}` }
  }),
  // out of its time, or for somebody else
  expired: signed({ iat: seconds() - 600, exp: seconds() - 60 }),
  neverEnds: signed({ exp: undefined }),
  tooLong: signed({ exp: seconds() + 86_400 }),
  fromTheFuture: signed({ iat: seconds() + 600, exp: seconds() + 900 }),
  otherIssuer: signed({ iss: 'evil' }),
  otherAudience: signed({ aud: 'another-service' }),
  nameless: signed({ agent: undefined }),
  otherAgent: turnedAway(async ({ sign }) => ({ token: await sign({ agent: 'mallory' }), agent: 'alice' })),
  // pages of other sites, and names made to point here
  crossSite: {
    answer: '403',
    make: async ({ sign }) => ({ token: await sign(), headers: { origin: 'https://evil.example' } }),
  },
  sandboxed: { answer: '403', make: async ({ sign }) => ({ token: await sign(), headers: { origin: 'null' } }) },
  rebound: { answer: '403', make: async ({ sign }) => ({ token: await sign(), headers: { host: 'rebound.example' } }) },
  // by the door of stock clients
  stockNoToken: { answer: '401', make: () => ({ token: '', stock: 'team' }) },
  stockExpired: {
    answer: '401',
    make: async ({ sign }) => ({ token: await sign({ iat: seconds() - 600, exp: seconds() - 60 }), stock: 'team' }),
  },
  stockElsewhere: {
    answer: '404',
    make: async ({ sign }) => ({ token: await sign({ agent: 'mallory' }), stock: 'agents/alice' }),
  },
}
