import { expect, test } from 'vitest'
import { asks, asksForLatest, asksForName, asksForTime, cue, cuesOf, properNames } from './cues'

test.each([
  ["I'm fine", cue.firstPerson],
  ['I’ve been there', cue.firstPerson],
  ['The order left last week', cue.dated],
  ['Since 2021 we sell books', cue.dated | cue.firstPerson],
  ['Order 42 left', 0],
  ['im fine', cue.firstPerson],
  ['see u tmrw', cue.dated],
])('reads the cues of "%s"', (text, cues) => {
  expect(cuesOf(text)).toBe(cues)
})

test.each([
  ['Did you go?', true],
  ['Did you go? [shares a photo of a lake]', true],
  ['Ask her? No.', false],
  ['what are u doing', true],
  ['So where did you go', true],
  ['not much, wbu', true],
  ['What you said helped. Thanks', false],
  ['tell me what you did', false],
])('sees whether "%s" asks', (text, expected) => {
  expect(asks(text)).toBe(expected)
})

test('knows what a question is after', () => {
  expect(['When did Ada leave?', 'How long did it take?', 'What year was it?'].every(asksForTime)).toBe(true)
  expect(asksForTime('whenever you like')).toBe(false)
  expect(['Who called?', 'Where is it?', 'What book did she read?'].every(asksForName)).toBe(true)
  expect(asksForName('What did she do?')).toBe(false)
  expect(['What is the latest price?', 'Where does she live right now?'].every(asksForLatest)).toBe(true)
  expect(asksForLatest('Is it late?')).toBe(false)
})

test('counts proper names that are neither persons nor the start of a sentence, up to two', () => {
  const isPerson = (word: string) => word === 'ada'
  expect(properNames('Yesterday Ada flew to Rome. Then I slept.', isPerson)).toBe(1)
  expect(properNames('From Rome to Paris to London', isPerson)).toBe(2)
  expect(properNames('Nothing here! “Nothing” there.', isPerson)).toBe(0)
  expect(properNames('nach Österreich', isPerson)).toBe(1)
})
