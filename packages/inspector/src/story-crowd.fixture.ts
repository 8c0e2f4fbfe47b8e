import { record } from './story.fixture'
import { storyAgents } from './story-agents.fixture'
import { storyCalls } from './story-calls.fixture'
import { storyRuns } from './story-runs.fixture'
import { storyTasks } from './story-tasks.fixture'

/** The record that all others of the crowd are sources of, or rest on. */
const crowdId = 'team.0.crowd.hub'

const long =
  'A sentence that goes on for longer than anybody reads, with aWordWithoutAnyPlaceToBreakItThatIsLongerThanMostColumnsAreWide '
const arabic = 'سأل العميل عن الطلب رقم 42 وطلب تغيير الخطة إلى السنوية'
const agents = Array.from({ length: 50 }, (_, index) =>
  index === 7 ? 'an-agent-with-a-name-that-nobody-could-read-at-once' : `agent-${index}`,
)

/** Fifty agents, one record with twenty sources that twenty others rest on, long and right-to-left texts. */
export const storyCrowd = [
  ...agents.map((agent, index) =>
    record(
      [
        index % 3 === 0 ? arabic : index % 3 === 1 ? long.repeat(3) : `Note ${index}`,
        'semantic',
        index % 2 === 0 ? 'team' : 'orders',
        agent,
        `12:${String(index).padStart(2, '0')}:00`,
        {
          id: `team.0.crowd.${index}`,
          tags: ['orders', 'a-tag-that-is-rather-long'],
          derivedFrom: index >= 20 && index < 40 ? [crowdId] : [],
        },
      ],
      5000 + index,
    ),
  ),
  record(
    [
      `${arabic}. ${long}`,
      'semantic',
      'team',
      agents[7]!,
      '13:00:00',
      { id: crowdId, derivedFrom: Array.from({ length: 20 }, (_, index) => `team.0.crowd.${index}`) },
    ],
    6000,
  ),
]

const [agent, task, call, run] = [storyAgents[0]!, storyTasks[0]!, storyCalls[0]!, storyRuns[0]!]
const holder = agents[7]!
const longName = `a-name-${'of-many-words-'.repeat(9)}that-goes-on`

/** What stands in tables, under long names. */
export const crowdSpace = `a-space-of-${'unbroken'.repeat(12)}`
const capability = { id: 'unbroken'.repeat(15), name: longName, tags: [] }
export const crowdAgents = [
  {
    ...agent,
    agent: `${holder}-or-remember`,
    name: longName,
    endpoint: `https://${longName}`,
    capabilities: [capability],
  },
]
export const crowdTasks = [
  { ...task, id: long, claimedBy: holder, addedBy: holder },
  { ...task, id: longName, space: crowdSpace, details: long, claimedBy: holder, addedBy: longName },
]
export const crowdCalls = [{ ...call, key: longName, agent: holder }]
export const crowdRuns = [{ ...run, run: longName, holder: { agent: holder } }]
