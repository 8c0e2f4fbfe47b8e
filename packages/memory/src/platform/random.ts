/** The random parts of a platform, from Web Crypto, which Node and browsers share. */
export const webRandom = {
  random: (): number => Math.random(),
  randomClientId(): number {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
    return (high & 0x1fffff) * 2 ** 32 + low
  },
  randomName(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
  },
}
