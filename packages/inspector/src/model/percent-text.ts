/** A share as per cent; what there is of little is not said to be none. */
export function percentText(share: number): string {
  return share > 0 && share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`
}
