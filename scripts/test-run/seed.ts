import fc from 'fast-check'

/** What `SEED` asks for: a number; `random` for others every time; else the one of every run of CI. */
function seedOf(asked = '20260101'): number | undefined {
  if (asked === 'random') return undefined
  if (/^-?\d{1,10}$/.test(asked)) return Number(asked)
  throw new Error(`SEED is "${asked}": give a whole number, or "random"`)
}

// A change is red for what it does, not for what chance found on its day: chance is asked for by itself.
const seed = seedOf(process.env.SEED)
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
