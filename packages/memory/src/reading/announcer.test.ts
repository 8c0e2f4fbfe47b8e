import { expect, test } from 'vitest'
import { Events } from '../events'
import type { Space } from '../space/space'
import { Announcer } from './announcer'
import { ChangeLog } from './change-log'
import type { Hearing } from './hearing'
import type { MemoryRecord } from './record'
import type { SpaceViews } from './space-views'

const afterMicrotasks = () => new Promise<void>(resolve => setImmediate(resolve))

test('what is read while it pauses is told to nobody once it is stopped', async () => {
  const space = { name: 'team' } as Space
  const events = new Events()
  const log = new ChangeLog(events)
  const told: string[] = []
  events.on('change', ({ records }) => told.push(...records.map(({ id }) => id)))
  const note = (id: string) => log.note(space, undefined, { record: { id } as MemoryRecord, fact: undefined })
  const changed = new Set(['first', 'second'])
  const look = (key: string) => {
    changed.delete(key)
    note(key)
  }
  let goOn = () => {}
  const announcer = new Announcer({
    waiting: new Set([{ changed, look } as unknown as SpaceViews]),
    hearing: { heard: async () => {} } as unknown as Hearing,
    log,
    events,
    pause: () => new Promise<void>(resolve => (goOn = resolve)),
  })
  announcer.wake()
  await afterMicrotasks()
  expect(told).toEqual(['first'])
  note('read by somebody')
  announcer.stop()
  goOn()
  await afterMicrotasks()
  expect(told).toEqual(['first'])
})
