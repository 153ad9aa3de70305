import type { IncomingHttpHeaders } from 'node:http'

/** Wallets and dApps call from any page, so any origin may; nothing here depends on cookies. */
export const anyOrigin = { 'access-control-allow-origin': '*' } as const

/** Headers of the answer to OPTIONS. Private network access is what Chrome asks when a public page calls loopback. */
export function preflightHeaders(asked: IncomingHttpHeaders, methods: string): Record<string, string> {
  const wanted = asked['access-control-request-headers']
  const listed = typeof wanted === 'string' && /^[\w, -]{1,512}$/.test(wanted) ? wanted : 'content-type'
  return {
    ...anyOrigin,
    'access-control-allow-methods': methods,
    'access-control-allow-headers': listed,
    'access-control-max-age': '86400',
    ...(asked['access-control-request-private-network'] === 'true' && {
      'access-control-allow-private-network': 'true',
    }),
  }
}
