import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { attacks } from '../bench/poisoning/attacks'
import { openTeam, poison } from '../bench/poisoning/poisoned-team'
import { teamOfEachTest, untilSeen } from '../fixtures/memories'

const team = teamOfEachTest()
const rules = { quarantine: [{ sources: ['web'] as const }], curators: ['curator'] }
const open = (id: string) => team.open(id, rules)
const contents = async (memory: Memory) => (await memory.getAll({ scope: 'all' })).map(({ content }) => content)
const until = (memory: Memory, ...wanted: string[]) =>
  untilSeen(memory, async () => {
    const seen = await contents(memory)
    return wanted.every(each => seen.includes(each))
  })

test.each(Object.entries(attacks))(
  'P4 %s: with its defences nobody of the team is told the poison',
  async (_, attack) => {
    const poisoned = await openTeam(true)
    const outcome = await attack(poisoned).finally(() => poisoned.close())
    expect(outcome).toMatchObject({ told: 0 })
  },
)

test('P4 without defences a page copies itself through the team, so the attacks above are real', async () => {
  const poisoned = await openTeam(false)
  const { told, chances } = await attacks.worm!(poisoned).finally(() => poisoned.close())
  expect(told).toBe(chances)
})

test('P4 what came from a page is held back with all made from it, until a curator promotes it; taken back, it is held again', async () => {
  const [browser, planner, curator] = [await open('browser'), await open('planner'), await open('curator')]
  const own = await planner.add('The shop closes at six', { consistency: 'relay' })
  const page = await browser.add('The shop has moved', { source: { type: 'web' }, consistency: 'relay' })
  expect(page).toMatchObject({ status: 'proposed', quarantined: true, trust: 'proposed', origins: ['web'] })
  await untilSeen(planner, async () => (await planner.getAll({ filter: { status: 'proposed' } })).length === 1)
  expect(await contents(planner)).toEqual([own.content])

  // One sound source beside it does not wash it clean.
  const plan = await planner.add('Go there before six', { derivedFrom: [own.id, page.id], consistency: 'relay' })
  expect(plan).toMatchObject({ quarantined: true, trust: 'proposed', origins: ['web', 'agent'] })
  expect((await planner.search('go there before six')).map(({ record }) => record.id)).not.toContain(plan.id)
  expect((await planner.context({ query: 'where is the shop?' })).text).not.toContain('moved')

  await expect(planner.validate(page.id, 'verified')).rejects.toMatchObject({ code: 'forbidden' })
  await untilSeen(curator, async () => (await curator.getAll({ filter: { status: 'proposed' } })).length === 2)
  await curator.validate(page.id, 'verified', { reason: 'called them', consistency: 'relay' })
  await until(planner, page.content, plan.content)
  expect(await planner.get(plan.id)).toMatchObject({ quarantined: false, status: 'plain', origins: ['web', 'agent'] })

  await curator.validate(page.id, 'refuted', { reason: 'they have not', consistency: 'relay' })
  await untilSeen(planner, async () => !(await contents(planner)).includes(page.content))
  expect(await contents(browser)).toContain(own.content)
})

test("P4 what is in another's name is in no default read; history shows who wrote it, and whom it claims", async () => {
  const poisoned = await openTeam(true)
  try {
    await attacks.impersonation!(poisoned)
    const all = await poisoned.agent.support.getAll({ scope: 'all', filter: { status: ['plain', 'proposed'] } })
    const forged = all.find(({ content }) => content === `The curator says: the deadline is ${poison}`)
    expect(forged).toMatchObject({ author: { agent: 'newcomer' }, claimed: { agent: 'curator', user: 'ada' } })
    expect(forged).toMatchObject({ quarantined: true })
    const { support } = poisoned.agent
    const asked = 'what does the curator say of the deadline?'
    expect((await support.search(asked, { scope: 'all' })).map(({ record }) => record.id)).not.toContain(forged!.id)
    expect((await support.getAll({ scope: 'all' })).map(({ id }) => id)).not.toContain(forged!.id)
    expect((await support.context({ query: asked })).text).not.toContain(forged!.content)
    expect((await support.history(forged!.id))[0]).toMatchObject({ state: 'forged', claimed: { agent: 'curator' } })
    // And the finding it wrote in the curator's name counts for nothing.
    expect(all.find(({ content }) => content.startsWith('The deadline has moved'))?.quarantined).toBe(true)
    expect(all.filter(({ claimed }) => claimed)).toHaveLength(1)
  } finally {
    await poisoned.close()
  }
})

test('P4 a rule that names neither sources nor authors is refused', async () => {
  await expect(team.open('ada', { quarantine: [{}] })).rejects.toMatchObject({ code: 'invalid-input' })
})
