import { careTeam } from './care-team'
import { codingTeam } from './coding-team'
import { customerService } from './customer-service'
import type { World } from './world'

/** In the order in which pages list them. */
export const worlds: readonly World[] = [customerService, codingTeam, careTeam]
