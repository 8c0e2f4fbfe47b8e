import type { World } from './world'

/** The tenants that runs of a world use: `worlds/<world>/<run>`. */
export const tenantOf = (world: World, run: string): string => `worlds/${world.id}/${run}`

/** What a relay is told of who may do what in a world. */
export function policyRulesOf(world: World) {
  const tenant = tenantOf(world, '*')
  const everybody = world.members.map(({ id }) => id)
  return world.spaces.flatMap(({ name: space, readers, writers }) => {
    const append = writers ?? (readers ? [] : everybody)
    const read = [...new Set([...append, ...(readers ?? [])])]
    return [
      { tenant, space, agents: [...read], rights: ['discover' as const, 'read' as const] },
      ...(append.length > 0
        ? [{ tenant, space, agents: [...append], rights: ['discover' as const, 'read' as const, 'append' as const] }]
        : []),
    ]
  })
}
