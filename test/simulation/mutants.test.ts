import { expect, test } from 'vitest'
import { mutants } from './mutants'
import { assertFits } from './run-mutants'

test.each(mutants)('the mutant fits the sources: $name', mutant => {
  expect(() => assertFits(mutant)).not.toThrow()
})
