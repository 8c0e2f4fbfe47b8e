import type { Scope } from './record-body'

/** Whether a reader bound to this user and app sees records of this scope without asking wider: its own, and unscoped. */
export function isInDefaultScope(scope: Scope, bound: { readonly user?: string; readonly app?: string }): boolean {
  return isOwn(scope.user, bound.user) && isOwn(scope.app, bound.app)
}

function isOwn(scoped: string | undefined, bound: string | undefined): boolean {
  return scoped === undefined || scoped === bound
}
