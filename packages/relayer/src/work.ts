import type { FinalityPolicy, Head, Statement } from '@pegzone/attestor'
import { finalHeight } from '@pegzone/attestor'
import { type Packet, paths, type SentPacket } from '@pegzone/ibc'
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
  const { observed, told } = direction
  const head = await observed.head()
  const final = await finalBlock(direction, head)
  const look: Look = { ...direction, head, limit, skip, statements: [], wantHeight: 0, wantTimeNs: undefined }
  await settleOwnSends(look, final)
  await receiveTheirSends(look, final, (await told.head()).timeNs)
  const want: Want = {
    height: look.wantHeight > head.height ? look.wantHeight : undefined,
    timeNs: look.wantTimeNs,
  }
  return { statements: look.statements, want }
}

/** Before the first block of a chain; what is final while nothing is. */
const nothing: Head = { height: -1, timeNs: -1n, hash: '' }

/** The newest block that may be spoken of. */
async function finalBlock({ observed, finality }: Direction, head: Head): Promise<Head> {
  const height = finalHeight(finality, head.height)
  if (height < 0) return nothing
  const final = await observed.header(height)
  if (final === undefined) {
    throw new Error(
      `${observed.chainId} keeps no block ${height}: its history is shorter than ${finality.name} asks for`,
    )
  }
  return final
}

interface Look extends Direction, Collecting {
  readonly head: Head
  readonly statements: Statement[]
  wantHeight: number
  wantTimeNs: bigint | undefined
}

/** Sends of `told` that `observed` has answered, or can no longer receive. */
async function settleOwnSends(look: Look, final: Head): Promise<void> {
  for await (const page of pending(look.told, look)) {
    const answers = await look.observed.acknowledgements(page.map(({ packet }) => packet.sequence))
    for (const [index, { packet }] of page.entries()) {
      if (look.statements.length >= look.limit) return
      if (look.skip.size > 0 && look.skip.has(packetKey(look.told, packet))) continue
      const acknowledgement = answers[index]
      if (acknowledgement !== undefined) {
        if (await isFinalAnswer(look, final, packet)) look.statements.push({ kind: 'ack', packet, acknowledgement })
        else wantHeight(look, look.head.height + 1)
      } else {
        const looking = timeoutOrWait(look, final, packet)
        // Only a timeout has to be asked for; most packets just wait.
        if (looking !== undefined) await looking
      }
    }
  }
}

/** Whether the acknowledgement stands in a final block. Its height is not known: each block more is looked at. */
async function isFinalAnswer({ observed, head }: Look, final: Head, packet: Packet): Promise<boolean> {
  if (final.height === head.height) return true
  if (final === nothing) return false
  const path = paths.acknowledgement(packet.destinationPort, packet.destinationChannel, packet.sequence)
  return (await observed.read(path, final.height)) !== undefined
}

function timeoutOrWait(look: Look, final: Head, packet: Packet): void | Promise<void> {
  if (packet.timeoutTimestamp === 0n) return
  if (final.timeNs >= packet.timeoutTimestamp) return timeoutIfUnreceived(look, packet)
  if (look.head.timeNs >= packet.timeoutTimestamp) wantHeight(look, look.head.height + 1)
  else if (look.wantTimeNs === undefined || packet.timeoutTimestamp < look.wantTimeNs) {
    look.wantTimeNs = packet.timeoutTimestamp
  }
}

async function timeoutIfUnreceived(look: Look, packet: Packet): Promise<void> {
  const unreceived = await look.observed.unreceived([packet.sequence])
  if (unreceived.length > 0) look.statements.push({ kind: 'timeout', packet })
}

/** Sends of `observed` that are final and that `told` has not received. */
async function receiveTheirSends(look: Look, final: Head, toldTimeNs: bigint): Promise<void> {
  for await (const page of pending(look.observed, look)) {
    await takeUnreceived(
      look,
      page.filter((sent) => canBeReceived(look, sent, final, toldTimeNs)),
    )
  }
}

function canBeReceived(look: Look, { packet, height }: SentPacket, final: Head, toldTimeNs: bigint): boolean {
  if (height > BigInt(final.height)) {
    wantHeight(look, Number(height) + look.finality.depth)
    return false
  }
  if (packet.timeoutTimestamp !== 0n && toldTimeNs >= packet.timeoutTimestamp) return false
  return look.skip.size === 0 || !look.skip.has(packetKey(look.observed, packet))
}

async function takeUnreceived(look: Look, page: readonly SentPacket[]): Promise<void> {
  if (page.length === 0) return
  const open = new Set(await look.told.unreceived(page.map(({ packet }) => packet.sequence)))
  for (const { packet } of page) {
    if (look.statements.length >= look.limit) return
    if (open.has(packet.sequence)) look.statements.push({ kind: 'recv', packet })
  }
}

/** Page by page, until the batch is full. */
async function* pending(endpoint: Endpoint, look: Look): AsyncGenerator<readonly SentPacket[]> {
  let from = 1n
  while (look.statements.length < look.limit) {
    const page = await endpoint.pendingSends(from, pageSize)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    if (page.length < pageSize) return
    from = last.packet.sequence + 1n
  }
}

function wantHeight(look: Look, height: number): void {
  look.wantHeight = look.wantHeight === 0 ? height : Math.min(look.wantHeight, height)
}
