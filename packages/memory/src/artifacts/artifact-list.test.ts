import { expect, test } from 'vitest'
import { ArtifactList } from './artifact-list'

test('the name of an artifact can be read where an error tells it, and no two artifacts have one', () => {
  const list = new ArtifactList('default')
  const names = [
    { space: 'team', segment: 1 },
    { space: 'team', segment: 12 },
    { space: '1 of team', segment: 1 },
  ].map(room => list.take({ ...room, visibility: 'private' }))
  expect(names).toEqual(['artifact 1 of team', 'artifact 12 of team', 'artifact 1 of 1 of team'])
})
