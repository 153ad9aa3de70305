import { isIP } from 'node:net'

export interface GuardOptions {
  /** Names beside localhost by which the server may be called, without port. */
  readonly allowedHosts?: readonly string[] | undefined
  /** Whole origins beside loopback ones whose pages may call: `https://dash.example`. */
  readonly allowedOrigins?: readonly string[] | undefined
}

export interface Guard {
  /**
   * Is the `Host` header one that only someone who means this machine sends. A page that re-binds its own name to
   * 127.0.0.1 still sends its own name, so names must be known; addresses cannot be re-bound.
   */
  host(header: string | undefined): boolean
  /** Is the `Origin` header absent (no browser), of a page of this server, of a loopback page, or allowed by name. */
  origin(header: string | undefined, host: string | undefined): boolean
}

/** Keeps other people's web pages from driving a server on this machine (DNS rebinding, cross-site WebSocket). */
export function createGuard({ allowedHosts = [], allowedOrigins = [] }: GuardOptions = {}): Guard {
  const hosts = new Set(allowedHosts.map((name) => name.toLowerCase()))
  return {
    host(header) {
      const name = hostName(header)
      return name !== undefined && (isLoopbackName(name) || isIP(name) !== 0 || hosts.has(name))
    },
    origin(header, host) {
      if (header === undefined) return true
      if (allowedOrigins.includes(header)) return true
      const match = /^https?:\/\/([^/]+)$/.exec(header)
      if (match?.[1] === undefined) return false
      const name = hostName(match[1])
      return name !== undefined && (match[1] === host || isLoopback(name))
    },
  }
}

/** `[::1]:4747` → `::1`, `LocalHost:1` → `localhost`. Undefined for what is no host. */
function hostName(header: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?$/.exec(header ?? '')
  return (match?.[1] ?? match?.[2])?.toLowerCase()
}

const isLoopbackName = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost')

const isLoopback = (name: string): boolean => isLoopbackName(name) || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
