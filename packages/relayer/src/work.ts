import type { FinalityPolicy, Head, Statement } from '@pegzone/attestor'
import { finalHeight } from '@pegzone/attestor'
import type { Packet, SentPacket } from '@pegzone/ibc'
import type { Endpoint, Want } from './endpoint.ts'

/** One direction of proof: `told` learns what happened on `observed`. */
export interface Direction {
  readonly observed: Endpoint
  readonly told: Endpoint
  /** When a block of `observed` may be spoken of. */
  readonly finality: FinalityPolicy
}

/** What can be done now, and what the observed chain has yet to reach before more can be done. */
export interface Work {
  readonly statements: readonly Statement[]
  readonly want: Want
}

export interface Collecting {
  /** At most so many statements. */
  readonly limit: number
  /** Packets set aside for now, by `packetKey`. */
  readonly skip: ReadonlySet<string>
}

const pageSize = 128

/** Names a packet on either chain: the sender's channel and its sequence. */
export function packetKey(observed: Endpoint, packet: Packet): string {
  return `${observed.chainId}/${packet.sourceChannel}/${packet.sequence}`
}

/**
 * Looks into both stores and lists what `told` should hear, oldest first: acknowledgements and timeouts of its own
 * sends (they free escrow), then packets to receive. Nothing is remembered between two looks.
 */
export async function collectWork(direction: Direction, { limit, skip }: Collecting): Promise<Work> {
  const { observed, told, finality } = direction
  const head = await observed.head()
  const final = await observed.header(Math.max(0, finalHeight(finality, head.height)))
  const look: Look = { ...direction, head, final, limit, skip, statements: [], wantHeight: 0, wantTimeNs: undefined }
  if (final === undefined || finalHeight(finality, head.height) < 0) look.wantHeight = finality.depth
  else {
    await settleOwnSends(look, final)
    await receiveTheirSends(look, final, (await told.head()).timeNs)
  }
  const want: Want = {
    height: look.wantHeight > head.height ? look.wantHeight : undefined,
    timeNs: look.wantTimeNs,
  }
  return { statements: look.statements, want }
}

interface Look extends Direction, Collecting {
  readonly head: Head
  readonly final: Head | undefined
  readonly statements: Statement[]
  wantHeight: number
  wantTimeNs: bigint | undefined
}

/** Sends of `told` that `observed` has answered, or can no longer receive. */
async function settleOwnSends(look: Look, final: Head): Promise<void> {
  for await (const { packet } of pending(look.told, look)) {
    if (look.statements.length >= look.limit) return
    if (look.skip.has(packetKey(look.told, packet))) continue
    const acknowledgement = await look.observed.acknowledgement(packet.sequence)
    if (acknowledgement !== undefined) look.statements.push({ kind: 'ack', packet, acknowledgement })
    else await timeoutOrWait(look, final, packet)
  }
}

async function timeoutOrWait(look: Look, final: Head, packet: Packet): Promise<void> {
  if (packet.timeoutTimestamp === 0n) return
  if (final.timeNs >= packet.timeoutTimestamp) {
    const unreceived = await look.observed.unreceived([packet.sequence])
    if (unreceived.length > 0) look.statements.push({ kind: 'timeout', packet })
  } else if (look.head.timeNs >= packet.timeoutTimestamp) {
    wantHeight(look, look.head.height + 1)
  } else if (look.wantTimeNs === undefined || packet.timeoutTimestamp < look.wantTimeNs) {
    look.wantTimeNs = packet.timeoutTimestamp
  }
}

/** Sends of `observed` that are final and that `told` has not received. */
async function receiveTheirSends(look: Look, final: Head, toldTimeNs: bigint): Promise<void> {
  let page: SentPacket[] = []
  for await (const sent of pending(look.observed, look)) {
    if (sent.height > BigInt(final.height)) {
      wantHeight(look, Number(sent.height) + look.finality.depth)
      continue
    }
    const { packet } = sent
    if (look.skip.has(packetKey(look.observed, packet))) continue
    if (packet.timeoutTimestamp !== 0n && toldTimeNs >= packet.timeoutTimestamp) continue
    page.push(sent)
    if (page.length < pageSize) continue
    await takeUnreceived(look, page)
    page = []
    if (look.statements.length >= look.limit) return
  }
  await takeUnreceived(look, page)
}

async function takeUnreceived(look: Look, page: readonly SentPacket[]): Promise<void> {
  if (page.length === 0) return
  const open = new Set(await look.told.unreceived(page.map(({ packet }) => packet.sequence)))
  for (const { packet } of page) {
    if (look.statements.length >= look.limit) return
    if (open.has(packet.sequence)) look.statements.push({ kind: 'recv', packet })
  }
}

async function* pending(endpoint: Endpoint, look: Look): AsyncGenerator<SentPacket> {
  let from = 1n
  while (look.statements.length < look.limit) {
    const page = await endpoint.pendingSends(from, pageSize)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    from = last.packet.sequence + 1n
  }
}

function wantHeight(look: Look, height: number): void {
  look.wantHeight = look.wantHeight === 0 ? height : Math.min(look.wantHeight, height)
}
