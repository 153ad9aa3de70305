import {
  type ChannelOrder,
  type ChannelRef,
  type Height,
  type Packet,
  paths,
  SUPPORTED_VERSIONS,
  sentPackets,
  ZERO_HEIGHT,
} from '@pegzone/ibc'
import { PREFIX, type TestChain } from './chain.ts'
import type { Proof, Prover } from './prover.ts'

/** One side of a path: a chain and what it knows of the other side. */
export class Endpoint {
  readonly chain: TestChain
  /** Proves the other side's store to this side's client. */
  readonly prover: Prover
  readonly portId: string
  counterparty!: Endpoint
  clientId = ''
  connectionId = ''
  channelId = ''

  constructor(chain: TestChain, prover: Prover, portId: string) {
    this.chain = chain
    this.prover = prover
    this.portId = portId
  }

  get ref(): ChannelRef {
    return { portId: this.portId, channelId: this.channelId }
  }

  createClient(): void {
    const message = this.prover.initial(this.counterparty.chain)
    this.clientId = this.chain.must((state, host) => this.chain.ibc.createClient(state, host, message)).clientId
  }

  /** Teaches this side's client the other side's open block. */
  update(): void {
    const clientMessage = this.prover.header(this.counterparty.chain, this.chain, this.clientId)
    this.chain.must((state, host) =>
      this.chain.ibc.updateClient(state, host, { clientId: this.clientId, clientMessage }),
    )
  }

  prove(...of: readonly string[]): readonly Proof[] {
    return this.prover.prove(this.counterparty.chain, this.chain, this.clientId, of)
  }

  proveOne(path: string): Proof {
    return this.prove(path)[0]!
  }

  recv(packet: Packet, proven = this.proveOne(commitmentPath(packet))) {
    return this.chain.run((state, host) => this.chain.ibc.recvPacket(state, host, { packet, ...proven }))
  }

  acknowledge(packet: Packet, acknowledgement: Uint8Array, proven = this.proveOne(ackPath(packet))) {
    return this.chain.run((state, host) =>
      this.chain.ibc.acknowledgePacket(state, host, { packet, acknowledgement, ...proven }),
    )
  }

  timeout(packet: Packet, nextSequenceRecv = 1n, proven = this.proveOne(receiptPath(packet))) {
    return this.chain.run((state, host) =>
      this.chain.ibc.timeoutPacket(state, host, { packet, nextSequenceRecv, ...proven }),
    )
  }

  /** Packets of this side that are not settled. */
  get pending(): readonly Packet[] {
    return sentPackets(this.chain.view, this.ref).map(({ packet }) => packet)
  }
}

export function commitmentPath(packet: Packet): string {
  return paths.commitment(packet.sourcePort, packet.sourceChannel, packet.sequence)
}

export function ackPath(packet: Packet): string {
  return paths.acknowledgement(packet.destinationPort, packet.destinationChannel, packet.sequence)
}

export function receiptPath(packet: Packet): string {
  return paths.receipt(packet.destinationPort, packet.destinationChannel, packet.sequence)
}

export interface PathOptions {
  readonly portId?: string
  readonly ordering?: ChannelOrder
  readonly version?: string
}

/** Two endpoints and the handshake between them; `a` opens. */
export class Path {
  readonly a: Endpoint
  readonly b: Endpoint
  readonly ordering: ChannelOrder
  readonly version: string

  constructor(a: Endpoint, b: Endpoint, { ordering = 'UNORDERED', version = 'ics20-1' }: PathOptions = {}) {
    this.a = a
    this.b = b
    a.counterparty = b
    b.counterparty = a
    this.ordering = ordering
    this.version = version
  }

  open(): this {
    this.a.createClient()
    this.b.createClient()
    this.openConnection()
    this.openChannel()
    return this
  }

  openConnection(): void {
    const { a, b } = this
    const [version] = SUPPORTED_VERSIONS
    const prefix = PREFIX
    a.connectionId = a.chain.must((state, host) =>
      a.chain.ibc.connectionOpenInit(state, host, {
        clientId: a.clientId,
        counterparty: { clientId: b.clientId, connectionId: '', prefix },
        delayPeriod: 0n,
      }),
    ).connectionId
    b.connectionId = b.chain.must((state, host) =>
      b.chain.ibc.connectionOpenTry(state, host, {
        clientId: b.clientId,
        counterparty: { clientId: a.clientId, connectionId: a.connectionId, prefix },
        delayPeriod: 0n,
        counterpartyVersions: SUPPORTED_VERSIONS,
        ...b.proveOne(paths.connection(a.connectionId)),
      }),
    ).connectionId
    a.chain.must((state, host) =>
      a.chain.ibc.connectionOpenAck(state, host, {
        connectionId: a.connectionId,
        counterpartyConnectionId: b.connectionId,
        version: version!,
        ...a.proveOne(paths.connection(b.connectionId)),
      }),
    )
    b.chain.must((state, host) =>
      b.chain.ibc.connectionOpenConfirm(state, host, {
        connectionId: b.connectionId,
        ...b.proveOne(paths.connection(a.connectionId)),
      }),
    )
  }

  openChannel(): void {
    const { a, b, ordering, version } = this
    a.channelId = a.chain.must((state, host) =>
      a.chain.ibc.channelOpenInit(state, host, {
        portId: a.portId,
        ordering,
        connectionHops: [a.connectionId],
        counterpartyPortId: b.portId,
        version,
      }),
    ).channelId
    b.channelId = b.chain.must((state, host) =>
      b.chain.ibc.channelOpenTry(state, host, {
        portId: b.portId,
        ordering,
        connectionHops: [b.connectionId],
        counterparty: a.ref,
        counterpartyVersion: version,
        ...b.proveOne(paths.channel(a.portId, a.channelId)),
      }),
    ).channelId
    a.chain.must((state, host) =>
      a.chain.ibc.channelOpenAck(state, host, {
        ...a.ref,
        counterpartyChannelId: b.channelId,
        counterpartyVersion: version,
        ...a.proveOne(paths.channel(b.portId, b.channelId)),
      }),
    )
    b.chain.must((state, host) =>
      b.chain.ibc.channelOpenConfirm(state, host, {
        ...b.ref,
        ...b.proveOne(paths.channel(a.portId, a.channelId)),
      }),
    )
  }
}

export interface SendOptions {
  readonly denom: string
  readonly amount: bigint
  readonly sender?: string
  readonly receiver?: string
  readonly memo?: string
  readonly timeoutHeight?: Height
  /** Nanoseconds from the destination's open block; default an hour. */
  readonly inNs?: bigint
}

export const HOUR = 3_600_000_000_000n

/** A user's transfer from one side. */
export function transfer(from: Endpoint, options: SendOptions) {
  const { denom, amount, sender = 'alice', receiver = 'bob', memo = '', timeoutHeight = ZERO_HEIGHT } = options
  const timeoutTimestamp = from.counterparty.chain.host.timeNs + (options.inNs ?? HOUR)
  return from.chain.run((state, host) =>
    from.chain.transfer.send(state, host, {
      sourceChannel: from.channelId,
      denom,
      amount,
      sender,
      receiver,
      timeoutHeight,
      timeoutTimestamp,
      memo,
    }),
  )
}
