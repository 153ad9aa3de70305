import { concatBytes, sha256, toHex, utf8ToBytes } from '@pegzone/encoding'
import type { ChannelRef } from '../channel.ts'
import { isChannelId, isIdentifier } from '../core/identifiers.ts'

/** A denom path taken apart: the hops it came over, newest first, and the name it started with. */
export interface DenomPath {
  readonly hops: readonly ChannelRef[]
  readonly base: string
}

/** Undefined if a port is malformed or the base is blank. A hop is recognised by its `channel-N`. ibc-go `ExtractDenomFromPath`. */
export function parseDenom(path: string): DenomPath | undefined {
  const parts = path.split('/')
  const hops: ChannelRef[] = []
  let at = 0
  while (at < parts.length - 1 && parts.length > 2 && isChannelId(parts[at + 1]!)) {
    const portId = parts[at]!
    if (!isIdentifier('port', portId)) return undefined
    hops.push({ portId, channelId: parts[at + 1]! })
    at += 2
  }
  const base = parts.slice(at).join('/')
  return base.trim() === '' ? undefined : { hops, base }
}

export function denomPathText({ hops, base }: DenomPath): string {
  return [...hops.flatMap(({ portId, channelId }) => [portId, channelId]), base].join('/')
}

/** True if the newest hop of the path is this end of a channel. */
export function cameOver({ hops }: DenomPath, { portId, channelId }: ChannelRef): boolean {
  const [newest] = hops
  return newest !== undefined && newest.portId === portId && newest.channelId === channelId
}

/** `ibc/` and the upper-case SHA-256 of the path: what a chain without a registry entry mints. */
export function voucherDenom(trace: string): string {
  return `ibc/${traceHash(trace)}`
}

export function traceHash(trace: string): string {
  return toHex(sha256(utf8ToBytes(trace))).toUpperCase()
}

/** 20 bytes: the account that holds what a channel has in escrow on Cosmos. ibc-go `GetEscrowAddress`. */
export function escrowAddress(portId: string, channelId: string): Uint8Array {
  const preimage = concatBytes(utf8ToBytes('ics20-1'), Uint8Array.of(0), utf8ToBytes(`${portId}/${channelId}`))
  return sha256(preimage).slice(0, 20)
}
