import type { Faults } from './simulation.fixture'

/** Seeds that failed once, with the code as it was or with the rule named here broken by hand. */
export const regressions: readonly { readonly seed: number; readonly faults: Faults; readonly was: string }[] = [
  { seed: 1460, faults: { lies: true }, was: 'two copies threw each other out of the room for ever' },
  { seed: 214, faults: { lies: true }, was: 'a join that the relay gave up was awaited for ever' },
  {
    seed: 1322,
    faults: { zombies: true, clones: true, lies: true },
    was: 'the late answer to an older join called off the retry',
  },
  {
    seed: 1002,
    faults: { zombies: true, restores: true },
    was: 'own entries were given up because the relay refused them once',
  },
  { seed: 34, faults: { clones: true }, was: "a hole under an id out of use hid a copy's entries" },
  { seed: 35, faults: { restores: true }, was: 'a restored relay lacks what its writer may not bring back' },
  { seed: 11892, faults: { zombies: true, restores: true }, was: 'others wrote on top of what is stranded now' },
  { seed: 36, faults: { clones: true }, was: 'without the comparison at join: copies lose writes' },
  { seed: 5, faults: { zombies: true }, was: 'base and outbox moved in two commits: entries changed their names' },
  { seed: 15, faults: {}, was: 'a join named the live vector: writes were in the room twice' },
  { seed: 1, faults: {}, was: 'sent before it was on disk; a fold parked whole; parents not contracted' },
]
