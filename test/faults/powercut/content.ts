/** What record n says: of its own length, so that records do not end where sectors do. */
export const contentOf = (n: number): string =>
  `record ${n} ${String.fromCharCode(97 + (n % 26)).repeat((n * 131) % 1500)}`
