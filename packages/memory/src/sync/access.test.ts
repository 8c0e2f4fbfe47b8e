import { expect, test } from 'vitest'
import { governed } from '../../../relay/src/server/guarded-relay.fixture'
import { connectionForTest, payloadsOf, replicaForTest, room, until } from './real-relay.fixture'

const entry = (payload: string) => [{ key: 'k', parents: [], payload }]

/** A relay with a policy log, and agents that are connected to the room "team". */
async function team() {
  const { sign, url, grant, revoke, change } = await governed({}, room.tenant)
  await change({ do: 'grant', user: 'ada', agent: '*' })
  const connect = async (agent: string) => {
    const getToken = () => sign({ tenant: room.tenant, agent, user: 'ada' })
    const connection = connectionForTest(url, agent, { getToken })
    const replica = await replicaForTest(agent)
    connection.attach(replica)
    return { connection, replica }
  }
  return { connect, grant, revoke }
}

test('AC8 what was written after access was withdrawn is refused on return, and kept for its author', async () => {
  const { connect, grant, revoke } = await team()
  await grant('one', 'team', 'append')
  const { connection, replica } = await connect('one')
  await until(replica.status, ({ synced }) => synced)
  await replica.append(entry('before')).reached('relay')
  connection.pause()
  await revoke('one', 'team', 'read')
  const late = replica.append(entry('after'))
  connection.resume()
  await expect(late.reached('relay')).rejects.toMatchObject({ code: 'revoked' })
  expect(replica.parked()).toMatchObject([{ code: 'revoked', entries: [{ payload: 'after' }] }])
  await until(replica.status, ({ state, pending }) => state === 'denied' && pending === 0)
  await grant('one', 'team', 'append')
  await until(replica.status, ({ state }) => state === 'live')
  await replica.append(entry('again')).reached('relay')
  expect(payloadsOf(replica)).toEqual(['again', 'before'])
  expect(replica.parked()).toHaveLength(1)
})

test('AC4 AC7 a replica loses its room and gets it back on one connection, and hears of nothing in between', async () => {
  const { connect, grant, revoke } = await team()
  for (const agent of ['one', 'two']) await grant(agent, 'team', 'append')
  const [one, two] = [await connect('one'), await connect('two')]
  for (const { replica } of [one, two]) await until(replica.status, ({ synced }) => synced)
  await revoke('two', 'team', 'discover')
  await until(two.replica.status, ({ state }) => state === 'denied')
  expect(two.replica.rights.size).toBe(0)
  await one.replica.append(entry('unseen')).reached('relay')
  expect(payloadsOf(two.replica)).toEqual([])
  await grant('two', 'team', 'read')
  await until(two.replica.status, ({ state }) => state === 'live')
  expect(payloadsOf(two.replica)).toEqual(['unseen'])
  expect(two.connection.status.value).toMatchObject({ state: 'online', attempt: 0 })
})

test('AC5 rights change in place; a room that was never open to an agent keeps its writes until it is', async () => {
  const { connect, grant } = await team()
  const { replica } = await connect('one')
  const write = replica.append(entry('early'))
  await until(replica.status, ({ state }) => state === 'denied')
  expect(replica.parked()).toEqual([])
  await grant('one', 'team', 'append')
  await write.reached('relay')
  expect([...replica.rights]).toEqual(['discover', 'read', 'append'])
  await grant('one', 'team', 'curate')
  await until(replica.status, () => replica.rights.has('curate'))
})

test('AC6 a lease that is held counts as lost when access is withdrawn', async () => {
  const { connect, grant, revoke } = await team()
  await grant('one', 'team', 'append')
  const { connection, replica } = await connect('one')
  await until(replica.status, ({ synced }) => synced)
  const answer = await connection.leases(replica).acquire('k', { ttlMs: 60_000, holder: 1 })
  if (!('lease' in answer)) throw new Error('not granted')
  const lost = new Promise<void>(resolve => answer.lease.lost.addEventListener('abort', () => resolve()))
  await revoke('one', 'team', 'discover')
  await lost
})
