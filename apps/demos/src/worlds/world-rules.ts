import { worlds } from '.'
import { policyRulesOf } from './policy-of'

/** What a relay is told of who may do what in every world. */
export const worldRules = worlds.flatMap(policyRulesOf)
