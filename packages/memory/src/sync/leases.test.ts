import { beforeEach, describe, expect, test } from 'vitest'
import type { LeaseAnswer, LeaseHost } from './leases'
import { RoomLeases } from './leases'

type Sent = Parameters<LeaseHost['send']>[0]

let now: number
let isJoined: boolean
let sent: Sent[]
let timers: Map<object, { at: number; callback: () => void }>
let leases: RoomLeases

beforeEach(() => {
  now = 0
  isJoined = true
  sent = []
  timers = new Map()
  let request = 0
  leases = new RoomLeases({
    nextRequest: () => ++request,
    send: frame => {
      if (isJoined) sent.push(frame)
      return isJoined
    },
    later: (ms, callback) => {
      const timer = {}
      timers.set(timer, { at: now + ms, callback })
      return () => void timers.delete(timer)
    },
  })
})

function pass(ms: number): void {
  now += ms
  for (const [timer, { at, callback }] of [...timers]) if (at <= now && timers.delete(timer)) callback()
}

const ttlMs = 900
const token = (number: number) => ({ epoch: 'e', number })
const grant = (number = 1) =>
  leases.receive({ type: 'granted', channel: 1, request: sent.at(-1)!.request, lease: token(number), ttlMs })
const turn = () => new Promise<void>(resolve => setImmediate(resolve))
const heldOf = (answer: LeaseAnswer) => ('lease' in answer ? answer.lease : expect.unreachable('somebody else has it'))

async function hold() {
  const answer = leases.acquire('key', { ttlMs, holder: 7 })
  grant()
  return heldOf(await answer)
}

describe('leases of a room', () => {
  test('LS6 a lease is over so long after it was asked for, however late the answer came', async () => {
    const answer = leases.acquire('key', { ttlMs, holder: 7 })
    pass(800)
    grant()
    const lease = heldOf(await answer)
    isJoined = false
    expect(lease.lost.aborted).toBe(false)
    pass(100)
    expect(lease.lost.aborted).toBe(true)
    expect(timers.size).toBe(0)
  })

  test('LS6 LS10 an answer that took as long as the lease lasts is asked for again', async () => {
    const answer = leases.acquire('key', { ttlMs, holder: 7 })
    pass(900)
    grant()
    await turn()
    expect(sent.map(({ type }) => type)).toEqual(['acquire', 'acquire'])
    grant()
    expect(heldOf(await answer).lost.aborted).toBe(false)
  })

  test('LS5 a lease is renewed in good time for as long as it is held, and lasts from each asking', async () => {
    const lease = await hold()
    for (let n = 0; n < 5; n++) {
      pass(270)
      expect(sent.at(-1)).toMatchObject({ type: 'renew', lease: token(1) })
      pass(100)
      grant()
      await turn()
    }
    expect(lease.lost.aborted).toBe(false)
    pass(799)
    expect(lease.lost.aborted).toBe(false)
    pass(1)
    expect(lease.lost.aborted).toBe(true)
  })

  test('LS5 a renewal that is refused for now is asked for again while the lease lasts', async () => {
    const lease = await hold()
    pass(270)
    const code = 'rate-limited' as const
    leases.receive({ type: 'lease-refused', channel: 1, request: sent.at(-1)!.request, code, message: '', value: 9 })
    await turn()
    pass(270)
    expect(sent.map(({ type }) => type)).toEqual(['acquire', 'renew', 'renew'])
    grant()
    await turn()
    pass(800)
    expect(lease.lost.aborted).toBe(false)
  })

  test('a renewal that is answered after the lease was lost holds no timer', async () => {
    const lease = await hold()
    pass(270)
    leases.receive({ type: 'ended', channel: 1, number: 1, reason: 'revoked' })
    grant()
    await turn()
    expect([lease.lost.aborted, timers.size]).toEqual([true, 0])
  })

  test('LS14 after a join what is held is renewed and what was asked is asked again; without one all that is asked fails', async () => {
    const lease = await hold()
    const asked = leases.acquire('other', { ttlMs, holder: 8 })
    leases.joined()
    expect(sent.slice(2).map(({ type }) => type)).toEqual(['acquire', 'renew'])
    isJoined = false
    leases.lost()
    await expect(asked).rejects.toMatchObject({ code: 'offline' })
    await expect(leases.acquire('third', { ttlMs, holder: 9 })).rejects.toMatchObject({ code: 'offline' })
    await expect(lease.renew()).rejects.toMatchObject({ code: 'offline' })
    expect(lease.lost.aborted).toBe(false)
  })

  test('LS2 LS7 whoever waits hears of the end; also when the connection has gone and nobody can tell', async () => {
    const wait = async () => {
      const answer = leases.acquire('key', { ttlMs, holder: 7 })
      const { request } = sent.at(-1)!
      leases.receive({ type: 'held', channel: 1, request, number: 4, agent: 'ada', user: '', ttlMs })
      const held = await answer
      return 'other' in held ? held.other : expect.unreachable('nobody else has it')
    }
    const { agent, ended } = await wait()
    expect(agent).toBe('ada')
    leases.receive({ type: 'ended', channel: 1, number: 4, reason: 'released' })
    await ended
    const second = await wait()
    leases.lost()
    await second.ended

    const answer = leases.acquire('key', { ttlMs, holder: 7 })
    const { request } = sent.at(-1)!
    leases.receive({ type: 'held', channel: 1, request, number: 4, agent: 'ada', user: '', ttlMs })
    leases.receive({ type: 'ended', channel: 1, number: 4, reason: 'released' })
    const third = await answer
    await ('other' in third && third.other.ended)
    expect(timers.size).toBe(0)
  })

  test('LS9 what the relay does not renew, or says has ended, is lost; what is given back resolves when it has ended', async () => {
    const lease = await hold()
    const renewal = lease.renew()
    const { request } = sent.at(-1)!
    leases.receive({ type: 'lease-refused', channel: 1, request, code: 'lease-lost', message: '', value: 0 })
    await expect(renewal).rejects.toMatchObject({ code: 'lease-lost' })
    expect(lease.lost.aborted).toBe(true)

    const second = await hold()
    leases.receive({ type: 'ended', channel: 1, number: 1, reason: 'expired' })
    expect(second.lost.aborted).toBe(true)

    const third = await hold()
    let isGivenBack = false
    const release = third.release().then(() => {
      isGivenBack = true
    })
    await turn()
    expect([sent.at(-1)!.type, isGivenBack]).toEqual(['release', false])
    leases.receive({ type: 'ended', channel: 1, number: 1, reason: 'released' })
    await release
    expect(third.lost.aborted).toBe(true)
    leases.close()
    expect(timers.size).toBe(0)
  })
})
