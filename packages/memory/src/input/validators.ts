import * as v from 'valibot'

/** How many distinct agents must find so. */
export const validators = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)))

interface Rule {
  readonly validators?: number | undefined
  readonly among?: readonly string[] | undefined
}

/** Whether there are as many agents as must make findings: a rule that wants more would hold everything back for ever. */
export function canBeFound({ validators: wanted = 1, among }: Rule): boolean {
  return among === undefined || new Set(among).size >= wanted
}

export const cannotBeFound = 'more validators are wanted than are named'
