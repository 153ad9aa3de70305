import type { Head, ProvenMessage } from '@pegzone/attestor'
import {
  type Any,
  buildCosmosTx,
  MsgAcknowledgement,
  MsgRecvPacket,
  MsgTimeout,
  MsgUpdateClient,
  secp256k1,
  toAny,
  toHex,
} from '@pegzone/encoding'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ChannelEndpoint, Endpoint, SubmitRefused, Submitted } from '@pegzone/relayer'
import { map } from 'rxjs'
import type { KeyedAddress } from '../accounts/accounts.ts'
import type { CosmosHost } from './cosmos-host.ts'
import type { LedgerReader } from './ledger-reader.ts'

/** More than any message of a relayer needs; unused gas costs nothing here. */
const gasPerMessage = 1_000_000n

export interface CosmosEndpointOptions {
  readonly host: CosmosHost
  readonly reader: LedgerReader
  readonly channel: ChannelEndpoint
  /** Pays for and signs the relayer's transactions. */
  readonly account: KeyedAddress<string>
  /** Number and sequence of an account at the head. */
  readonly accountOf: (address: string) => { readonly accountNumber: bigint; readonly sequence: bigint } | undefined
}

/** The relayer's port to the emulated Cosmos side: one signed transaction per batch, as a real chain would get it. */
export function cosmosEndpoint({ host, reader, channel, account, accountOf }: CosmosEndpointOptions): Endpoint {
  const { chain } = host
  const publicKey = secp256k1.publicKey(account.key)
  const refused = (reason: string): Outcome<never, SubmitRefused> =>
    refuse({ code: 'RELAYER_SUBMIT_REFUSED', chainId: chain.chainId, reason })

  return {
    kind: 'cosmos',
    chainId: chain.chainId,
    channel,
    head$: host.block$.pipe(map(({ height, timeNs, hash }): Head => ({ height, timeNs, hash: toHex(hash) }))),
    head: async () => reader.head(),
    header: (height) => reader.header(height),
    read: (path, height) => reader.read(path, height),
    pendingSends: (from, limit) => reader.pendingSends(from, limit),
    unreceived: (sequences) => reader.unreceived(sequences),
    acknowledgements: (sequences) => reader.acknowledgements(sequences),
    want: (want) => host.producer.want(want),
    async submit(messages): Promise<Outcome<Submitted, SubmitRefused>> {
      const signer = accountOf(account.address)
      if (signer === undefined) return refused(`the relayer's account ${account.address} does not exist`)
      const raw = buildCosmosTx({
        msgs: messages.map((message) => anyOf(message, account.address)),
        fee: { amount: [], gasLimit: gasPerMessage * BigInt(messages.length) },
        chainId: chain.chainId,
        ...signer,
        key: account.key,
        publicKey,
      })
      const checked = await host.send(raw)
      if (checked.code !== 0) return refused(`${checked.codespace} ${checked.code}: ${checked.log}`)
      const included = await host.included(checked.hash)
      if (included === undefined) return refused('the chain stopped before the transaction was in a block')
      const { code, codespace, log } = included.result
      return code === 0
        ? ok({ transactions: [toHex(checked.hash).toUpperCase()] })
        : refused(`${codespace} ${code}: ${log}`)
    },
  }
}

function anyOf(message: ProvenMessage, signer: string): Any {
  switch (message.type) {
    case 'update': {
      const { clientId, message: clientMessage } = message
      return toAny(MsgUpdateClient, { clientId, clientMessage, signer })
    }
    case 'recv': {
      const { packet, proof, proofHeight } = message
      return toAny(MsgRecvPacket, { packet, proofCommitment: proof, proofHeight, signer })
    }
    case 'ack': {
      const { packet, acknowledgement, proof, proofHeight } = message
      return toAny(MsgAcknowledgement, { packet, acknowledgement, proofAcked: proof, proofHeight, signer })
    }
    case 'timeout': {
      const { packet, proof, proofHeight, nextSequenceRecv } = message
      return toAny(MsgTimeout, { packet, proofUnreceived: proof, proofHeight, nextSequenceRecv, signer })
    }
  }
}
