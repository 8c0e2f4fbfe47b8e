import type { Scope } from './record-body'
import type { ScopeChange } from './scope-change'

/** Whether a reader bound to this user and app sees records of this scope without asking wider: its own, and unscoped. */
export function isInDefaultScope(scope: Scope, bound: Pick<ScopeChange, 'user' | 'app'>): boolean {
  return isOwn(scope.user, bound.user) && isOwn(scope.app, bound.app)
}

function isOwn(scoped: string | undefined, bound: string | null | undefined): boolean {
  return scoped === undefined || scoped === bound
}
