import { expect, test } from 'vitest'
import { type ConnectionEvent, type ConnectionPhase, connectionTransitions } from './connection-state'

const phases = Object.keys(connectionTransitions) as ConnectionPhase[]
const events = Object.keys(connectionTransitions.idle) as ConnectionEvent[]

test('every phase answers every event as it is written here', () => {
  const changes = phases.map(phase =>
    [
      phase,
      ...events.flatMap(event => {
        const next = connectionTransitions[phase][event]
        return next === 'ignore' ? [] : [`${event} → ${next}`]
      }),
    ].join(', '),
  )
  expect(changes).toEqual([
    'idle, wanted → connecting, pause → paused, close → closed',
    'connecting, opened → greeting, lost → waiting, turned-away → turned-away, pause → paused, close → closed',
    'greeting, welcomed → online, lost → waiting, turned-away → turned-away, pause → paused, close → closed',
    'online, lost → waiting, turned-away → turned-away, pause → paused, close → closed',
    'waiting, due → connecting, pause → paused, resume → connecting, close → closed',
    'paused, resume → connecting, close → closed',
    'turned-away, pause → paused, resume → connecting, close → closed',
    'closed',
  ])
})
