const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self'",
  // A relay may be anywhere.
  'connect-src': "'self' ws: wss:",
  'base-uri': "'none'",
  'form-action': "'none'",
  // No text becomes a script or markup, whatever a program of the page tries.
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
}

const text = (parts: Readonly<Record<string, string>>) =>
  Object.entries(parts)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

/** What the page may do (Content Security Policy, level 3, and Trusted Types); stands in the page itself, wherever it is served from. */
export const contentPolicy = text(policy)

/** What a server can say besides: that no page of others frames this one, and that types and addresses stay what they are. */
export const securityHeaders = {
  'Content-Security-Policy': text({ ...policy, 'frame-ancestors': "'none'" }),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
}
