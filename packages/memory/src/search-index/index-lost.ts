/** Why a call on an index failed that is no more: it may be made again on another one. */
export class IndexLost extends Error {
  override readonly name = 'IndexLost'
}
