import type { Tools } from '../agent/open-agent'

const analytes = [
  ['sodium', 139, 'mmol/l', 135, 145],
  ['potassium', 4.3, 'mmol/l', 3.5, 5.1],
  ['chloride', 102, 'mmol/l', 98, 107],
  ['urea', 6.2, 'mmol/l', 2.8, 7.2],
  ['glucose', 7.9, 'mmol/l', 3.9, 5.8],
  ['haemoglobin', 8.4, 'mmol/l', 7.4, 9.9],
  ['albumin', 41, 'g/l', 35, 52],
] as const
const creatinine: Readonly<Record<string, number>> = { 'sample 1': 88, 'sample 2': 212, 'sample 3': 91 }

/** What the laboratory's program prints. */
export const wardTools: Tools = {
  lab: sample => ({
    patient: 'P-107',
    sample,
    method: 'enzymatic',
    results: [...analytes, ['creatinine', creatinine[sample] ?? 0, 'µmol/l', 49, 90] as const].map(
      ([name, value, unit, low, high]) => ({ name, value, unit, range: { low, high }, flag: value > high ? 'H' : '' }),
    ),
  }),
}
