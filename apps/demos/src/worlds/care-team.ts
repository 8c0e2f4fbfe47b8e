import { overwritten, secretHolders, standingOnRefuted, tokensRead } from '../run/counts'
import { wardTools } from './ward-tools'
import type { World } from './world'

const allergy = 'p107/allergy/penicillin'
const creatinine = 'p107/creatinine'
const ramipril = 'p107/plan/ramipril'
const secret = {
  label: 'counselling',
  owner: 'ward',
  space: 'counselling',
  content: 'Is afraid of losing her pilot licence over this admission',
  canary: 'pilot licence',
}

/** A ward: specialists over one patient record, which is invented from beginning to end. */
export const careTeam: World = {
  id: 'care-team',
  title: 'Care team',
  summary: 'Findings are validated before others build on them, and a wrong one takes with it what was built on it.',
  day: '2026-11-20',
  members: [
    { id: 'ward', where: 'tablet', does: 'Looks after the patient', capabilities: ['nursing'] },
    { id: 'renal', where: 'tab', does: 'Kidneys and laboratory values', capabilities: ['nephrology'] },
    { id: 'cardiology', where: 'tab', does: 'Heart and blood pressure', capabilities: ['cardiology'] },
    { id: 'pharmacy', where: 'tab', does: 'Medicines and interactions', capabilities: ['medicines'] },
  ],
  spaces: [
    { name: 'team' },
    { name: 'findings', validators: ['cardiology', 'ward'] },
    { name: 'counselling', writers: ['ward'] },
  ],
  facts: [
    { key: allergy, space: 'team', label: 'penicillin', none: 'not known' },
    { key: creatinine, space: 'findings', label: 'creatinine, µmol/l', none: 'not known' },
    { key: ramipril, space: 'team', label: 'ramipril', none: 'not known' },
  ],
  secret,
  away: 'ward',
  dispute: {
    key: allergy,
    sides: [
      ['ward', 'rash only'],
      ['pharmacy', 'severe'],
    ],
  },
  tools: wardTools,
  steps: [
    {
      at: '08:00:00',
      short: 'Open',
      title: 'Four specialists, one record',
      now: 'Each agent holds a copy of the record of patient P-107, as far as it may read it. The patient is invented.',
      without: 'Each specialty keeps notes of its own, and a letter goes round at discharge.',
      code: "openMemory({\n  agent: { id: 'renal' }, spaces,\n  checkpoints: [{ space: 'findings' }]\n})",
      doing: {
        ward: 'Registers: looks after the patient',
        renal: 'Registers: kidneys and laboratory values',
        cardiology: 'Registers: heart and blood pressure',
        pharmacy: 'Registers: medicines and interactions',
      },
      async play({ agents }) {
        await Promise.all(
          careTeam.members.map(({ id, does, capabilities }) => agents[id]!.register(does, capabilities)),
        )
      },
    },
    {
      at: '08:05:00',
      short: 'Admission',
      title: 'The admission',
      now: 'Ward writes what is known: blood pressure, medicines, the first laboratory value. Renal’s value is a finding, so it waits until a colleague has looked at it.',
      without: 'The same is written down, in four places.',
      code: "memory.facts.assert(\n  'p107/creatinine', 88,\n  { space: 'findings' })",
      doing: {
        ward: 'Admits P-107: dizzy, blood pressure 104/62',
        renal: 'Creatinine 88, as in the spring',
        cardiology: 'Verifies it',
      },
      async play({ agents: { ward, renal, cardiology } }) {
        await ward!.add('P-107 admitted: dizzy since Tuesday, blood pressure 104/62', { kind: 'episodic' })
        await ward!.add('Takes ramipril 5 mg and metformin 1 g', { tags: ['medicines'] })
        await ward!.assert(ramipril, 'continue')
        await ward!.call('lab', 'sample 1')
        const value = await renal!.assert(creatinine, 88, { space: 'findings', validFrom: '2026-11-20T08:00:00Z' })
        await cardiology!.validate(value, 'verified', 'As in the spring')
      },
    },
    {
      at: '08:20:00',
      short: 'Counselling',
      title: 'What she tells the nurse stays there',
      now: 'Ward writes down what the patient said in confidence, in a space that is the ward’s alone. Pharmacy asks for it: unknown-room. No byte of it is in another replica.',
      without: 'It is in the transcript that every specialty reads.',
      code: "memory.add(note,\n  { space: 'counselling' })",
      doing: { ward: 'Writes down what was said in confidence', pharmacy: 'Asks for the space: unknown-room' },
      async play({ agents: { ward, pharmacy } }) {
        await ward!.add(secret.content, { space: secret.space, sensitivity: 'restricted' })
        await pharmacy!.knock(secret.space)
      },
    },
    {
      at: '08:40:00',
      short: 'Finding',
      title: 'A finding is proposed',
      now: 'The second sample says 212. Renal proposes acute kidney injury. Until somebody has looked at it nobody is given it, and 88 stays in force.',
      without: 'It is everybody’s the moment it is said.',
      code: "memory.add('Acute kidney injury: …',\n  { space: 'findings' })\n// status: 'proposed'",
      doing: { renal: 'Proposes: acute kidney injury, creatinine 212', pharmacy: 'Still reads 88' },
      async play({ agents: { renal, pharmacy }, notes }) {
        await renal!.call('lab', 'sample 2')
        const finding = await renal!.add('Acute kidney injury: creatinine 212, it was 88', { space: 'findings' })
        notes.set('finding', finding)
        const validFrom = '2026-11-20T08:40:00Z'
        notes.set('value', await renal!.assert(creatinine, 212, { space: 'findings', evidence: [finding], validFrom }))
        await pharmacy!.read(creatinine, { space: 'findings' })
      },
    },
    {
      at: '08:45:00',
      short: 'Verify',
      title: 'A colleague verifies it',
      now: 'Cardiology compares it with the printout and verifies the finding and the value. Now every replica gives it to its agent.',
      without: 'Nobody was asked.',
      code: "memory.validate(finding.id,\n  'verified',\n  { reason: 'as printed' })",
      doing: { cardiology: 'Verifies it: as printed', pharmacy: 'Reads 212' },
      async play({ agents: { cardiology, pharmacy }, notes }) {
        await cardiology!.validate(notes.get('finding')!, 'verified', 'As printed')
        await cardiology!.validate(notes.get('value')!, 'verified', 'As printed')
        await pharmacy!.read(creatinine, { space: 'findings' })
      },
    },
    {
      at: '08:55:00',
      short: 'Build on it',
      title: 'Three specialties build on it',
      now: 'Cardiology pauses ramipril, pharmacy stops metformin, ward plans fluids. Each names what its decision rests on.',
      without: 'The same decisions, and no trace of what they rest on.',
      code: "memory.add('Stop metformin',\n  { derivedFrom: [finding.id] })",
      doing: { cardiology: 'Pauses ramipril', pharmacy: 'Stops metformin', ward: 'Plans two litres of fluids' },
      async play({ agents: { cardiology, pharmacy, ward }, notes }) {
        const finding = notes.get('finding')!
        const pause = await cardiology!.add('Pause ramipril: the kidneys are failing', { derivedFrom: [finding] })
        await cardiology!.assert(ramipril, 'pause', { evidence: [pause] })
        await pharmacy!.add('Stop metformin: creatinine above 150', { derivedFrom: [finding] })
        await ward!.add('Two litres of fluids until the evening', { derivedFrom: [pause] })
      },
    },
    {
      at: '09:10:00',
      short: 'Bedside',
      title: 'At the bedside, without a connection',
      now: 'The tablet has no connection in room 12. The patient says that penicillin gave her no trouble in 2019; ward writes that down. Meanwhile pharmacy reads severe in an old letter.',
      without: 'The tablet’s form cannot be sent, or is sent later and replaces what came meanwhile.',
      code: "memory.facts.assert(\n  'p107/allergy/penicillin', 'none')\n// durability: 'local'",
      doing: {
        ward: 'Offline in room 12. Asserts none, by the patient’s words',
        pharmacy: 'Asserts severe, by a letter of 1998',
      },
      async play({ agents: { ward, pharmacy } }) {
        await ward!.leave()
        const said = await ward!.add('The patient took penicillin in 2019 without any trouble')
        await ward!.assert(allergy, 'none', { evidence: [said] })
        const letter = await pharmacy!.add('Letter of 1998: severe reaction to penicillin')
        await pharmacy!.assert(allergy, 'severe', { evidence: [letter] })
      },
    },
    {
      at: '09:20:00',
      short: 'Conflict',
      title: 'None, or severe?',
      now: 'Back in reach. Both claims stand side by side with their evidence, on every replica, and nobody is given one of them as the truth.',
      without:
        'Severe was written later and replaces none; written the other way round, none would have replaced severe.',
      code: "memory.on('conflict',\n  ({ key, sides }) => …)",
      doing: { ward: 'Back online', cardiology: 'Sees both claims, and prescribes nothing yet' },
      play: ({ agents: { ward } }) => ward!.come(),
    },
    {
      at: '09:25:00',
      short: 'Settle',
      title: 'Severe, until it is tested',
      now: 'Pharmacy resolves it on the safe side, with its reason. What the patient said stays in the history.',
      without: 'There is nothing to settle: only one of them is left.',
      code: "memory.facts.resolve(key,\n  { value: 'severe' }, { reason })",
      doing: { pharmacy: 'Resolves as severe until it is tested' },
      async play({ agents: { pharmacy } }) {
        await pharmacy!.resolve(allergy, 'severe', { reason: 'On the safe side until it is tested' })
      },
    },
    {
      at: '09:40:00',
      short: 'Refute',
      title: 'The sample was another patient’s',
      now: 'The laboratory calls: the labels of two samples were swapped. Ward refutes the finding. Everything that was built on it closes, on every replica: what stood before stands again.',
      without:
        'A message goes round. Ramipril stays paused, the fluids run, until each specialty has found its own decision again.',
      code: "memory.validate(finding.id, 'refuted',\n  { reason: 'labels swapped' })",
      doing: {
        ward: 'Refutes the finding: the labels were swapped',
        cardiology: 'Reads continue again',
        pharmacy: 'Sees its stop closed',
      },
      async play({ agents: { ward, cardiology, pharmacy }, notes }) {
        await ward!.validate(notes.get('finding')!, 'refuted', 'The labels of two samples were swapped')
        await cardiology!.dependents(notes.get('finding')!)
        await pharmacy!.read(ramipril)
      },
    },
    {
      at: '09:50:00',
      short: 'As of',
      title: 'What held when?',
      now: 'A new sample says 91, and is verified. Asked as of 08:30 the record says 88, now it says 91; the value of another patient is in neither.',
      without: 'The transcript has 88, 212 and 91 in it, one below the other.',
      code: "memory.facts.get('p107/creatinine',\n  { asOf: '2026-11-20T08:30Z' })",
      doing: {
        renal: 'Creatinine 91, of a new sample',
        ward: 'Verifies it',
        cardiology: 'Reads 88 as of 08:30, 91 now',
      },
      needs: ['ward'],
      async play({ agents: { renal, ward, cardiology } }) {
        await renal!.call('lab', 'sample 3')
        const validFrom = '2026-11-20T09:50:00Z'
        const value = await renal!.assert(creatinine, 91, { space: 'findings', validFrom })
        await ward!.validate(value, 'verified', 'Labels checked')
        for (const asOf of ['2026-11-20T08:30:00Z', '2026-11-20T09:59:00Z']) {
          await cardiology!.read(creatinine, { space: 'findings', asOf })
        }
      },
    },
    {
      at: '10:00:00',
      short: 'Handover',
      title: 'The handover',
      now: 'The next shift reads a packet within 300 tokens: what holds, what is in force, who said so.',
      without: 'The next shift reads everything that was said, the refuted finding included.',
      code: 'memory.context({ query, budget: 300 })',
      doing: { ward: 'Hands over: ramipril goes on, no penicillin' },
      async play({ agents: { ward } }) {
        await ward!.context('What holds for P-107: creatinine, ramipril, penicillin?', 300)
      },
    },
  ],
  async figures(played) {
    const asked = played.acts.filter(({ verb, args }) => verb === 'read' && hasAsOf(args[1]))
    return [
      await standingOnRefuted(played, 'Records built on a refuted finding'),
      await secretHolders(played, 'Agents holding the confidence'),
      await overwritten(played),
      { label: 'Creatinine as of 08:30', with: asked[0]?.answer as number | undefined },
      { label: 'Creatinine now', with: asked[1]?.answer as number | undefined },
      await tokensRead(played),
    ]
  },
}

const hasAsOf = (options: unknown): boolean => typeof options === 'object' && options !== null && 'asOf' in options
