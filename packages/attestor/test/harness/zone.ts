import type { ChainView, Head, ProvenMessage } from '@pegzone/attestor'
import { acknowledgementOf, type IbcRejection, type Packet, sentPackets } from '@pegzone/ibc'
import { createMapDatabase, type Keyspace } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { NEVER } from 'rxjs'
import type { TestChain } from '../../../ibc/test/harness/chain.ts'
import { attestorsOf, keyOf } from '../../../ibc/test/harness/keys.ts'
import { type Endpoint, HOUR, transfer } from '../../../ibc/test/harness/path.ts'
import { pegzone } from '../../../ibc/test/harness/pegzone.ts'
import {
  AttestationProver,
  Journal,
  type ProverEnds,
  parseFinality,
  SoloProver,
  type Statement,
} from '../../src/index.ts'

export const SECOND = 1_000_000_000n

/** Sealed blocks of a chain, as an attestor reads them. */
export function viewOf(chain: TestChain): ChainView {
  const { ledger } = chain
  const headOf = ({ height, timeNs, root }: { height: number; timeNs: bigint; root: string }): Head => ({
    height,
    timeNs,
    hash: root,
  })
  return {
    chainId: chain.chainId,
    head$: NEVER,
    head: async () => headOf(ledger.head),
    header: async (height) => {
      const block = await ledger.block(height)
      return block && headOf(block)
    },
    read: async (path, height) => chain.ibc.readPath(await ledger.at(height), path),
  }
}

export interface ZoneOptions {
  /** Of Ethereum blocks. */
  readonly finality?: string
  readonly keyspace?: Keyspace
}

/** Two real ledgers with a channel between them, and what attestors need to sign for either. */
export function openZone({
  finality = 'instant',
  keyspace = createMapDatabase().keyspace('journal'),
}: ZoneOptions = {}) {
  const chains = pegzone()
  const { ethereum, cosmos, onEthereum, onCosmos } = chains
  mirror(chains, 100_000n)
  const views = { ethereum: viewOf(ethereum), cosmos: viewOf(cosmos) }
  const marginNs = SECOND
  const soloEnds: ProverEnds = {
    clientId: onCosmos.clientId,
    observed: views.ethereum,
    finality: finalityOf(finality),
    told: views.cosmos,
    marginNs,
  }
  const attestationEnds: ProverEnds = {
    clientId: onEthereum.clientId,
    observed: views.cosmos,
    finality: finalityOf('instant'),
    told: views.ethereum,
    marginNs,
  }
  return {
    time: chains.time,
    ethereum,
    cosmos,
    onEthereum,
    onCosmos,
    views,
    keyspace,
    soloEnds,
    attestationEnds,
    /** A new attestor process on the journal of the one before it. */
    soloProver: () => new SoloProver({ ...soloEnds, key: keyOf('solo'), journal: new Journal(keyspace) }),
    attestationProver: (keys = attestorsOf(3).map(({ key }) => key)) =>
      new AttestationProver({ ...attestationEnds, keys, journal: new Journal(keyspace) }),
    /** Sends and seals. */
    send(from: Endpoint, amount: bigint, inNs = HOUR): Packet {
      const denom = from === onEthereum ? 'ixo' : 'acixo'
      const [sender, receiver] = from === onEthereum ? ['alice', 'bob'] : ['bob', 'alice']
      const sent = transfer(from, { denom, amount, inNs, sender, receiver })
      if (!sent.ok) throw new Error(sent.rejection.code)
      from.chain.block()
      return sent.value.packet
    },
    /** Runs messages and seals, whatever comes of them. */
    deliver(on: Endpoint, messages: readonly ProvenMessage[]) {
      const outcome = submit(on, messages)
      on.chain.block()
      return outcome
    },
  }
}

/** Gives bob something to send back. By the chains' own harness: the journal starts empty on a client that is in use. */
function mirror({ ethereum, cosmos, onEthereum, onCosmos }: ReturnType<typeof pegzone>, amount: bigint): void {
  const sent = transfer(onEthereum, { denom: 'ixo', amount })
  const received = sent.ok ? onCosmos.recv(sent.value.packet) : sent
  if (!sent.ok || !received.ok || received.value.result !== 'success') throw new Error('nothing was mirrored')
  onEthereum.acknowledge(sent.value.packet, received.value.acknowledgement as Uint8Array)
  ethereum.block()
  cosmos.block()
}

export type Zone = ReturnType<typeof openZone>

export function finalityOf(text: string) {
  const parsed = parseFinality(text)
  if (!parsed.ok) throw new Error(parsed.rejection.given)
  return parsed.value
}

/** One transaction: all messages or none, in order. Answers what each did. */
export function submit(on: Endpoint, messages: readonly ProvenMessage[]): Outcome<readonly string[], IbcRejection> {
  const { ibc } = on.chain
  return on.chain.run((state, host) => {
    const results: string[] = []
    for (const message of messages) {
      const outcome = run(message)
      if (!outcome.ok) return outcome
      results.push('result' in outcome.value ? outcome.value.result : 'updated')
    }
    return ok(results)

    function run(message: ProvenMessage) {
      switch (message.type) {
        case 'update':
          return ibc.updateClient(state, host, { clientId: message.clientId, clientMessage: message.message })
        case 'recv':
          return ibc.recvPacket(state, host, message)
        case 'ack':
          return ibc.acknowledgePacket(state, host, message)
        case 'timeout':
          return ibc.timeoutPacket(state, host, message)
      }
    }
  })
}

/** What `told` could be asked to prove now: everything that its own sends and those of the other side are waiting for. */
export function wanted(told: Endpoint): readonly Statement[] {
  const observed = told.counterparty
  const statements: Statement[] = []
  for (const packet of told.pending) {
    const acknowledgement = acknowledgementOf(observed.chain.view, observed.ref, packet.sequence)
    if (acknowledgement !== undefined) statements.push({ kind: 'ack', packet, acknowledgement })
    else if (observed.chain.ledger.head.timeNs >= packet.timeoutTimestamp) statements.push({ kind: 'timeout', packet })
  }
  for (const { packet } of sentPackets(observed.chain.view, observed.ref)) statements.push({ kind: 'recv', packet })
  return statements
}
