import type { Scope } from './record-body'

const names = ['user', 'agent', 'run', 'app'] as const

/** Names of a scope to be changed; null takes one away. */
export type ScopeChange = { readonly [name in keyof Scope]?: string | null }

export function changedScope(scope: Scope, change: ScopeChange): Scope {
  const changed: { -readonly [name in keyof Scope]: Scope[name] } = { ...scope }
  for (const name of names) {
    const given = change[name]
    if (given === null) delete changed[name]
    else if (given !== undefined) changed[name] = given
  }
  return changed
}

export function sameScope(a: Scope, b: Scope): boolean {
  return names.every(name => a[name] === b[name])
}
