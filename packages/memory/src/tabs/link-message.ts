/** The version of what tabs say to each other about their socket; it is part of the names they use. */
export const linkVersion = 1

/** Said to all: somebody has the socket now; somebody wants a link to it. */
export type HallMessage = { readonly type: 'holder' } | { readonly type: 'link'; readonly link: string }

/** Said on a link by who uses it, and by who has the socket. */
export type LinkMessage =
  | { readonly type: 'data'; readonly data: Uint8Array }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }
  | { readonly type: 'heard' | 'opened' | 'plain' }
  | { readonly type: 'received'; readonly data: ArrayBuffer }
  | { readonly type: 'ended'; readonly code: number; readonly reason: string }
