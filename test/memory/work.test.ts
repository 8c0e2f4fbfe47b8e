import type { WorkContext, WorkResult } from '@commonplace/memory'
import { describe, expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const { open } = teamOfEachTest()

const alone = (id: string) => open(id, { relay: undefined })

/** A function that counts its calls, and ends when it is told to. */
function held<T>(value: T) {
  let open = () => {}
  let begin = () => {}
  const started = new Promise<void>(resolve => {
    begin = resolve
  })
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  const calls: { signal: AbortSignal; token: unknown }[] = []
  const fn = async (context: { signal: AbortSignal; token: unknown }) => {
    calls.push(context)
    begin()
    await gate
    return value
  }
  return { fn, calls, started, finish: () => open() }
}

describe('work.once', () => {
  test('who asks while another runs gets its full result; who asks later gets it at once', async () => {
    const [ada, bob] = [await open('ada'), await open('bob')]
    const work = held({ rates: { EUR: 1.08 }, list: [1, null, 'x'] })
    const first = ada.work.once(['fx', { to: 'USD', from: 'EUR' }], work.fn)
    await work.started
    const second = bob.work.once(['fx', { from: 'EUR', to: 'USD' }], async () => expect.unreachable('ran twice'))
    work.finish()
    const results = [await first, await second, await bob.work.once(['fx', { from: 'EUR', to: 'USD' }], () => null)]
    expect(results).toEqual(Array(3).fill({ rates: { EUR: 1.08 }, list: [1, null, 'x'] }))
    expect(work.calls).toMatchObject([{ token: { number: 1 } }])
    const result = await bob.work.result(['fx', { from: 'EUR', to: 'USD' }])
    expect(result).toMatchObject({ author: { agent: 'ada' }, leased: true, overlapped: false, runs: [{}] })
    expect(result?.expires).toBeInstanceOf(Date)
  })

  test('calls shows what runs and where, how it failed, and what came of it; of another space only to whom has its result', async () => {
    const spaces = { team: 'shared', orders: 'shared' } as const
    const [ada, bob] = [await open('ada', { spaces }), await open('bob', { spaces })]
    const shown = async (memory: typeof ada, options = {}) =>
      (await memory.work.calls(options)).map(({ key, state, agent, started, error, bytes }) =>
        [key, state, agent, started, ...((error ?? bytes !== undefined) ? [error ?? bytes] : [])].join(' '),
      )
    await expect(
      ada.work.once('flaky', () => {
        throw new RangeError('the key is 42')
      }),
    ).rejects.toThrow('42')
    await ada.work.once('quick', () => 'done')
    expect(await shown(ada)).toEqual(['"quick" committed ada 1 6', '"flaky" failed ada 1 RangeError'])
    await expect.poll(() => shown(bob)).toEqual(['"quick" committed ada 1 6', '"flaky" failed ada 1 RangeError'])
    const [long, hidden] = [held('x'), held({ y: 1 })]
    const runs = [ada.work.once('flaky', long.fn), ada.work.once('apart', hidden.fn, { space: 'orders' })]
    await Promise.all([long.started, hidden.started])
    expect(await shown(ada)).toContain('"flaky" running ada 2')
    expect(await shown(ada, { space: 'orders' })).toEqual(['"apart" running ada 1'])
    await expect.poll(() => shown(bob)).toContain('"flaky" running ada 2')
    expect(Object.values(bob.working.of('ada')).filter(each => JSON.stringify(each).includes('apart'))).toEqual([])
    expect(await shown(bob, { space: 'orders' })).toEqual([])
    long.finish()
    hidden.finish()
    await Promise.all(runs)
    await expect.poll(() => shown(bob)).toContain('"flaky" committed ada 1 3')
    expect(await shown(bob, { space: 'orders' })).toEqual(['"apart" committed ada 1 7'])
  })

  test('who waits hears how far the run is, here and elsewhere, and nothing of it is kept', async () => {
    const [ada, bob] = [await open('ada'), await open('bob')]
    const heard: unknown[] = []
    const both = { onProgress: (progress: unknown, agent: string) => heard.push([progress, agent]) }
    const work = held('done')
    let tell: (progress: string) => void = () => {}
    const run = (context: WorkContext) => {
      tell = context.tell
      return work.fn(context)
    }
    const first = ada.work.once('long', run, both)
    await work.started
    const second = bob.work.once('long', async () => expect.unreachable('ran twice'), both)
    await expect.poll(() => bob.team.presence.isPresent('ada') || tell('a third')).toBe(true)
    tell('half')
    await expect.poll(() => heard.filter(each => String(each) === 'half,ada').length).toBe(2)
    work.finish()
    expect(await Promise.all([first, second])).toEqual(['done', 'done'])
    await expect.poll(() => bob.working.of('ada')).toEqual({})
    expect(ada.working.list()).toEqual([])
  })

  test('calls of one process share one run without a relay, and a result expires', async () => {
    let now = Date.now()
    const ada = await open('ada', { relay: undefined, clock: () => now })
    const work = held('done')
    const both = [ada.work.once('k', work.fn, { ttl: '1m' }), ada.work.once('k', work.fn, { ttl: '1m' })]
    work.finish()
    expect(await Promise.all(both)).toEqual(['done', 'done'])
    now += 59_000
    expect(await ada.work.once('k', () => 'again')).toBe('done')
    now += 2000
    expect(await ada.work.result('k')).toBeUndefined()
    expect(await ada.work.once('k', () => 'again')).toBe('again')
    expect(work.calls.length).toBe(1)
  })

  test('an error is the caller’s and its process’s; it is not kept, and who waits elsewhere runs its own', async () => {
    const [ada, bob] = [await open('ada'), await open('bob')]
    let fail = () => {}
    const failing = new Promise<string>((_, reject) => {
      fail = () => reject(new Error('no such city'))
    })
    let started = () => {}
    const isStarted = new Promise<void>(resolve => {
      started = resolve
    })
    const run = () => {
      started()
      return failing
    }
    // Longer than the test may take: who waits in vain for a lease to be given back is not saved by its end.
    const first = [1, 2].map(() => ada.work.once('weather', run, { lease: '10m' }))
    await isStarted
    const second = bob.work.once('weather', () => 'sunny')
    fail()
    for (const each of first) await expect(each).rejects.toThrow('no such city')
    expect(await second).toBe('sunny')
    expect(await ada.work.once('weather', run)).toBe('sunny')
  })

  test('a result that is no JSON is refused, with where in it, and gives the lease back', async () => {
    const ada = await open('ada')
    for (const memory of [ada, await alone('zoe')]) {
      const message = `agent "${memory.identity.agent}", work.once: "sum" came to what cannot be kept: `
      const refused = { code: 'invalid-input', hint: expect.stringContaining('return JSON') }
      const odd = memory.work.once('sum', () => ({ totals: [1, { by: new Map() }] }))
      await expect(odd).rejects.toMatchObject({
        ...refused,
        message: `${message}result.totals[1].by is a class instance, not plain data`,
      })
      await expect(memory.work.once('sum', () => 10n)).rejects.toThrow(`${message}result is of type bigint`)
      expect(await memory.work.once('sum', () => 10)).toBe(10)
    }
  })

  test('a run that takes too long, and one that nobody waits for any more, are called off and give the lease back', async () => {
    const [ada, bob] = [await open('ada'), await open('bob')]
    const slow = held('late')
    await expect(ada.work.once('k', slow.fn, { timeout: 50, lease: '10m' })).rejects.toMatchObject({
      code: 'timed-out',
    })
    expect(slow.calls[0]?.signal.aborted).toBe(true)
    const [left, right] = [new AbortController(), new AbortController()]
    const work = held('late')
    const both = [left, right].map(({ signal }) => ada.work.once('k', work.fn, { signal, lease: '10m' }))
    await work.started
    left.abort(new Error('left'))
    await expect(both[0]).rejects.toThrow('left')
    expect(work.calls[0]?.signal.aborted).toBe(false)
    right.abort(new Error('left too'))
    await expect(both[1]).rejects.toThrow('left too')
    expect(work.calls[0]?.signal.aborted).toBe(true)
    expect(await bob.work.once('k', () => 'mine')).toBe('mine')
  })

  test('runs out of reach of each other come to one result on every replica, and say that they overlapped', async () => {
    const [ada, bob, eve] = [await open('ada'), await open('bob'), await open('eve')]
    const told = [ada, bob, eve].map(memory => new Promise<WorkResult>(resolve => memory.on('overlapped', resolve)))
    for (const memory of [ada, bob]) memory.sync.pause()
    expect(await ada.work.once('k', ({ token }) => ({ by: 'ada', token: token ?? null }))).toEqual({
      by: 'ada',
      token: null,
    })
    expect(await bob.work.once('k', () => ({ by: 'bob' }))).toEqual({ by: 'bob' })
    expect(await eve.work.once('k', () => ({ by: 'eve' }))).toEqual({ by: 'eve' })
    for (const memory of [ada, bob]) memory.sync.resume()
    await Promise.all([ada, bob, eve].map(memory => memory.sync.flush('relay')))
    await Promise.all(told)
    for (const memory of [ada, bob, eve]) {
      let result = await memory.work.result('k')
      while (result?.runs.length !== 3) {
        await new Promise(resolve => memory.on('overlapped', resolve))
        result = await memory.work.result('k')
      }
      expect(result).toMatchObject({ value: { by: 'eve' }, leased: true, overlapped: true })
      expect(result.runs.map(({ author }) => author.agent)).toEqual(['eve', 'ada', 'bob'])
      expect(await memory.work.once('k', () => expect.unreachable())).toEqual({ by: 'eve' })
    }
  })

  test('work with side effects waits for the relay, and there must be one', async () => {
    const ada = await open('ada')
    ada.sync.pause()
    const work = held('paid')
    const paid = ada.work.once('pay 42', work.fn, { sideEffects: true })
    expect(await ada.work.once('read 42', () => 'read')).toBe('read')
    expect(work.calls.length).toBe(0)
    ada.sync.resume()
    await work.started
    work.finish()
    expect(await paid).toBe('paid')
    const lonely = await alone('lonely')
    await expect(lonely.work.once('pay', work.fn, { sideEffects: true })).rejects.toMatchObject({ code: 'no-relay' })
  })

  test('a scope keeps results apart, and wrong input is refused at the door', async () => {
    const forAda = await open('helper', { agent: { id: 'helper', user: 'ada' } })
    const forBob = await open('helper', { agent: { id: 'helper', user: 'bob' } })
    expect(await forAda.work.once('balance', () => 1, { scope: 'user' })).toBe(1)
    expect(await forBob.work.once('balance', () => 2, { scope: 'user' })).toBe(2)
    const bad = async (act: () => Promise<unknown>) => expect(act()).rejects.toMatchObject({ code: 'invalid-input' })
    await bad(() => forAda.work.once('', () => 1))
    await bad(() => forAda.work.once([() => 1], () => 1))
    await bad(() => forAda.work.once('k', 1 as never))
    await bad(() => forAda.work.once('k', () => 1, { ttl: 'soon' }))
    await bad(() => forAda.work.once('k', () => 1, { lease: 5 }))
    await bad(() => forAda.work.once('k', () => 1, { scope: 'run' }))
    await expect(forAda.work.once('big', () => 'x'.repeat(70_000))).rejects.toMatchObject({
      code: 'content-too-large',
      message: expect.stringContaining('tried to write a value of 69 kB'),
    })
    expect(await forAda.work.once('x'.repeat(5000), () => 'long keys are fine')).toBe('long keys are fine')
    expect(await forAda.work.once('nothing', () => undefined)).toBeUndefined()
    expect(await forBob.work.once('nothing', () => 1)).toBeUndefined()
  })
})

describe('work.claim', () => {
  test('one has it, others wait or are told; tokens grow', async () => {
    const [ada, bob] = [await open('ada'), await open('bob')]
    const lease = await ada.work.claim('index')
    expect(await bob.work.claim('index', { wait: false })).toBeUndefined()
    expect(await ada.work.claim('index', { wait: false })).toBeUndefined()
    const next = bob.work.claim('index')
    await lease.renew()
    await lease.release()
    expect(lease.lost.aborted).toBe(true)
    const { token } = await next
    expect(token.number).toBeGreaterThan(lease.token.number)
    const anotherPart = bob.work.claim('index')
    await (await next).release()
    expect((await anotherPart).lost.aborted).toBe(false)
    await expect(lease.renew()).rejects.toMatchObject({ code: 'lease-lost' })
  })

  test('closing a memory gives its leases back, and calls off what it was running', async () => {
    const [ada, bob] = [await open('ada'), await open('bob')]
    const lease = await ada.work.claim('index', { lease: '10m' })
    const work = held('late')
    const running = ada.work.once('k', work.fn, { lease: '10m' })
    await work.started
    const next = bob.work.claim('index')
    const [outcome] = await Promise.all([running.catch((error: { code: string }) => error.code), ada.close()])
    expect(outcome).toBe('closed')
    expect(lease.lost.aborted).toBe(true)
    await (await next).release()
    expect(await bob.work.once('k', () => 'mine')).toBe('mine')
  })

  test('a lease needs a relay, and one that may be asked', async () => {
    const lonely = await alone('lonely')
    await expect(lonely.work.claim('x')).rejects.toMatchObject({ code: 'no-relay' })
    const ada = await open('ada')
    await expect(ada.work.claim('x', { space: 'notes' })).rejects.toMatchObject({ code: 'private' })
    ada.sync.pause()
    await expect(ada.work.claim('x', { wait: false })).rejects.toMatchObject({ code: 'offline' })
    await expect(ada.work.claim('x', { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })
})
