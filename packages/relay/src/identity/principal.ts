/** Whom a connection acts as. */
export interface Principal {
  readonly tenant: string
  readonly agent: string
  /** on whose behalf; '' for nobody's */
  readonly user: string
  /** for people; '' when its token has none */
  readonly name: string
}

/** A principal, and for how long it may act. */
export interface Grant {
  readonly principal: Principal
  /** ms from now; null without end */
  readonly lifeMs: number | null
  /** it may change who may do what in its tenant */
  readonly isAdmin: boolean
}
