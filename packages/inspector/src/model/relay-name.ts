/** The part of a relay's address that a person tells it by: `localhost:4321`. */
export function relayName(address: string): string {
  return URL.canParse(address) ? new URL(address).host || address : address
}
