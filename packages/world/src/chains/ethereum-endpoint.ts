import type { Head, ProvenMessage } from '@pegzone/attestor'
import { pegBridgeAbi } from '@pegzone/contracts'
import { abiFunction, signTransaction, toHex } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import type { Packet } from '@pegzone/ibc'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import type { ChannelEndpoint, Endpoint, SubmitRefused, Submitted } from '@pegzone/relayer'
import { map } from 'rxjs'
import type { KeyedAddress } from '../accounts/accounts.ts'
import type { EthereumHost } from './ethereum-host.ts'
import type { LedgerReader } from './ledger-reader.ts'

type BridgeFunction = Extract<(typeof pegBridgeAbi)[number], { readonly type: 'function' }>

function bridgeFunction<N extends BridgeFunction['name']>(name: N) {
  const fragment = pegBridgeAbi.find((each) => each.type === 'function' && each.name === name)
  return abiFunction(fragment as Extract<BridgeFunction, { readonly name: N }>)
}

const updateClient = bridgeFunction('updateClient')
const recvPackets = bridgeFunction('recvPackets')
const acknowledgePackets = bridgeFunction('acknowledgePackets')
const timeoutPackets = bridgeFunction('timeoutPackets')

/** Gas of the execution comes from the contract's own table; the rest is 21 000 and calldata at its dearest. */
const intrinsicGas = 21_000n
const calldataGas = 16n

export interface EthereumEndpointOptions {
  readonly host: EthereumHost
  readonly reader: LedgerReader
  readonly channel: ChannelEndpoint
  /** Pays for and signs the relayer's transactions. */
  readonly account: KeyedAddress<`0x${string}`>
}

/** The relayer's port to the emulated Ethereum side: real transactions of a real account to PegBridge. */
export function ethereumEndpoint({ host, reader, channel, account }: EthereumEndpointOptions): Endpoint {
  const { chain } = host
  const bridge = chain.builtIns.get(contractAddresses.PegBridge)
  if (bridge === undefined) throw new Error('the Ethereum side has no PegBridge')

  const send = async (data: Uint8Array): Promise<Outcome<string, SubmitRefused>> => {
    const raw = signTransaction(
      {
        type: 2,
        chainId: chain.chainId,
        nonce: chain.pendingNonce(account.address),
        gasLimit: intrinsicGas + calldataGas * BigInt(data.length) + bridge.gasOf(data),
        maxFeePerGas: 2n * chain.baseFee,
        maxPriorityFeePerGas: 0n,
        to: contractAddresses.PegBridge,
        value: 0n,
        data,
        accessList: [],
      },
      account.key,
    )
    const sent = await host.send(raw)
    if (!sent.ok) return refused(sent.rejection.code)
    const mined = await host.included(sent.value)
    if (mined === undefined) return refused('the chain stopped before the transaction was in a block')
    const { status, revertData } = mined.receipt
    if (status === 1) return ok(sent.value)
    return refused(`reverted${revertData === undefined ? '' : ` with 0x${toHex(revertData)}`}`)
  }
  const refused = (reason: string): Outcome<never, SubmitRefused> =>
    refuse({ code: 'RELAYER_SUBMIT_REFUSED', chainId: String(chain.chainId), reason })

  return {
    kind: 'ethereum',
    chainId: String(chain.chainId),
    channel,
    head$: host.block$.pipe(map(({ height, timeNs, hash }): Head => ({ height, timeNs, hash }))),
    head: async () => reader.head(),
    header: (height) => reader.header(height),
    read: (path, height) => reader.read(path, height),
    pendingSends: (from, limit) => reader.pendingSends(from, limit),
    unreceived: (sequences) => reader.unreceived(sequences),
    acknowledgements: (sequences) => reader.acknowledgements(sequences),
    want: (want) => host.producer.want(want),
    async submit(messages): Promise<Outcome<Submitted, SubmitRefused>> {
      const transactions: string[] = []
      for (const call of bridgeCalls(messages)) {
        const sent = await send(call)
        if (!sent.ok) return sent
        transactions.push(sent.value)
      }
      return ok({ transactions })
    },
  }
}

/** Calls in the order of the messages: neighbours of one kind share a call, and one proof where they have the same. */
function bridgeCalls(messages: readonly ProvenMessage[]): readonly Uint8Array[] {
  const calls: Uint8Array[] = []
  for (let start = 0; start < messages.length; ) {
    const type = messages[start]?.type
    let end = start + 1
    while (type !== 'update' && end < messages.length && messages[end]?.type === type) end += 1
    calls.push(bridgeCall(messages.slice(start, end)))
    start = end
  }
  return calls
}

function bridgeCall(run: readonly ProvenMessage[]): Uint8Array {
  const first = run[0] as ProvenMessage
  if (first.type === 'update') return updateClient.encode([first.clientId, first.message.value])
  const packets = run.flatMap((each) => (each.type === 'update' ? [] : [packetTuple(each.packet)]))
  const height = first.proofHeight.revisionHeight
  switch (first.type) {
    case 'recv':
      return recvPackets.encode([packets, proofsOf(run), height])
    case 'ack': {
      const acknowledgements = run.flatMap((each) => (each.type === 'ack' ? [each.acknowledgement] : []))
      return acknowledgePackets.encode([packets, acknowledgements, proofsOf(run), height])
    }
    case 'timeout':
      return timeoutPackets.encode([packets, proofsOf(run), height])
  }
}

/** One proof for all when it is the same object, as attestations of a batch are. */
function proofsOf(run: readonly ProvenMessage[]): readonly Uint8Array[] {
  const proofs = run.flatMap((each) => (each.type === 'update' ? [] : [each.proof]))
  const shared = new Set(proofs)
  return shared.size === 1 ? [...shared] : proofs
}

function packetTuple({ timeoutHeight, ...packet }: Packet) {
  return { ...packet, timeoutRevision: timeoutHeight.revisionNumber, timeoutHeight: timeoutHeight.revisionHeight }
}
