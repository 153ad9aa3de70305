import { type EthAddress, ethAddressOf, secp256k1, utf8ToBytes } from '@pegzone/encoding'
import {
  attestationClient,
  attestationClientState,
  attestationConsensusState,
  attestedPath,
  encodeAttestationProof,
  encodeTransferData,
  openChannelGenesis,
  type Packet,
  packetAttestationDigest,
  packetCommitment,
  paths,
} from '@pegzone/ibc'
import { createLedger, type Ledger, type State } from '@pegzone/ledger'
import type { Outcome } from '@pegzone/outcome'
import {
  brokerage,
  type Contracts,
  contractAddresses,
  createContracts,
  marketMaker,
  pegBridge,
  tokens,
} from '../src/contracts/index.ts'

/** Keepers on a ledger in memory, journal, events, delta and root on, no RPC and no transactions. One JSON line per figure. */
const CHAIN_ID = 31337n
const TOKEN = 10n ** 18n
const FOREVER = 2n ** 64n - 1n
const ACCOUNTS = 1000
const BLOCK = 1000
const BLOCKS = 100
const ROUNDS = 4
const BATCH = 30

const accounts = Array.from({ length: ACCOUNTS }, (_, i): EthAddress => `0x${(i + 1).toString(16).padStart(40, '0')}`)
const attestor = new Uint8Array(32).fill(7)

interface World {
  readonly ledger: Ledger
  readonly contracts: Contracts
}

function open(kappa: string): World {
  const contracts = createContracts({ chainId: CHAIN_ID })
  const ledger = createLedger({ tables: contracts.tables, history: 0 })
  const [supply, reserve, escrow] = [2_000_000_000n * TOKEN, 200_000_000n * TOKEN, 1_000_000n * TOKEN]
  const { MarketMaker, Brokerage, PegBridge } = contractAddresses
  must(
    ledger.apply((state): Outcome<unknown, { readonly code: string }> => {
      const made = contracts.init(state, {
        DAI: {
          balances: {
            ...Object.fromEntries(accounts.map((account) => [account, `${1_000_000n * TOKEN}`])),
            [MarketMaker]: `${reserve}`,
            [Brokerage]: `${1_000_000n * TOKEN}`,
            [PegBridge]: `${escrow}`,
          },
        },
        IXO: { balances: { [accounts[0]!]: `${supply - 10_000_000n * TOKEN}`, [Brokerage]: `${10_000_000n * TOKEN}` } },
        IXOS: { balances: { [accounts[0]!]: `${20_000_000n * TOKEN}` } },
        MarketMaker: { kappa, supply: `${supply}`, reserve: `${reserve}` },
        Brokerage: { dai: `${1_000_000n * TOKEN}`, ixo: `${10_000_000n * TOKEN}`, vouchers: `${20_000_000n * TOKEN}` },
        PegBridge: { lanes: [{ channel: 'channel-0', denom: 'dai', escrowed: `${escrow}` }] },
      })
      if (!made.ok) return made
      for (const spender of [MarketMaker, Brokerage])
        for (const account of accounts) tokens.approve(state, tokens.dai, account, spender, 2n ** 256n - 1n)
      return openChannelGenesis(state, pegBridge.hostOf({ number: 0n, timeNs: 1n, chainId: CHAIN_ID }), {
        clients: [attestationClient],
        clientState: attestationClientState({
          attestors: [ethAddressOf(attestor)],
          threshold: 1,
          latestHeight: 1n,
          frozen: false,
          domain: contracts.domain,
          trustingPeriodNs: 0n,
          revision: 1n,
        }),
        consensusState: attestationConsensusState(1n),
        counterparty: {
          clientId: '06-solomachine-0',
          connectionId: 'connection-0',
          channelId: 'channel-0',
          portId: 'transfer',
          prefix: utf8ToBytes('ibc'),
        },
        portId: 'transfer',
        ordering: 'UNORDERED',
        version: 'ics20-1',
      })
    }),
  )
  ledger.seal({ height: 0, timeNs: 1n }, new Uint8Array())
  return { ledger, contracts }
}

function must<T>(outcome: Outcome<T, { readonly code: string }>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection))
  return outcome.value
}

function report(name: string, value: number, detail: string): void {
  console.log(JSON.stringify({ name, value: Math.round(value), unit: '1/s', detail }))
}

/** Best of `ROUNDS`, each of `BLOCKS` blocks of `BLOCK` messages: the machine is shared, and the first round warms up. */
function run(
  name: string,
  { ledger }: World,
  message: (state: State, i: number) => Outcome<unknown, { code: string }>,
) {
  let best = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint()
    for (let block = 0; block < BLOCKS; block++) {
      for (let i = 0; i < BLOCK; i++) must(ledger.apply((state) => message(state, block * BLOCK + i)))
      const height = ledger.head.height + 1
      ledger.seal({ height, timeNs: BigInt(height) * 1_000_000_000n }, new Uint8Array())
    }
    best = Math.max(best, perSecond(BLOCKS * BLOCK, start))
  }
  report(name, best, `${ACCOUNTS} accounts, blocks of ${BLOCK}, best of ${ROUNDS}`)
}

function perSecond(count: number, start: bigint): number {
  return count / (Number(process.hrtime.bigint() - start) / 1e9)
}

const account = (i: number) => accounts[(i * 7919) % ACCOUNTS]!

run('DAI transfer by keeper', open('1'), (state, i) =>
  tokens.transfer(state, tokens.dai, account(i), account(i + 1), BigInt((i % 97) + 1)),
)
run('market maker buy by keeper, kappa 2', open('2'), (state, i) =>
  marketMaker.buy(state, { account: account(i), dai: TOKEN + BigInt(i), minIxo: 0n, deadline: FOREVER, now: 0n }),
)
run('brokerage swap by keeper', open('1'), (state, i) =>
  brokerage.swapExactIn(state, {
    account: account(i),
    tokenIn: contractAddresses.DAI,
    amountIn: TOKEN + BigInt(i),
    minOut: 0n,
    deadline: FOREVER,
    now: 0n,
  }),
)
relay(open('1'))

/** Batches through the keeper of PegBridge, one attestation each; signing is not timed. */
function relay({ ledger, contracts }: World): void {
  const batches = Array.from({ length: 300 }, (_, at) => {
    const packets = Array.from({ length: BATCH }, (_, i) => packetOf(BigInt(at * BATCH + i + 1)))
    const height = BigInt(at + 2)
    const attestation = {
      height,
      packets: packets.map((packet) => ({
        path: attestedPath(paths.commitment('transfer', 'channel-0', packet.sequence)),
        commitment: packetCommitment(packet),
      })),
    }
    const { signature, recovery } = secp256k1.sign(packetAttestationDigest(contracts.domain, attestation), attestor)
    const signatures = [Uint8Array.of(...signature, 27 + recovery)]
    return { packets, proofs: [encodeAttestationProof({ attestation, signatures })], proofHeight: height }
  })
  const start = process.hrtime.bigint()
  for (const batch of batches) {
    const height = ledger.head.height + 1
    const block = { number: BigInt(height), timeNs: BigInt(height) * 1_000_000_000n, chainId: CHAIN_ID }
    must(ledger.apply((state) => pegBridge.recvPackets(contracts, state, pegBridge.hostOf(block), batch)))
    ledger.seal({ height, timeNs: block.timeNs }, new Uint8Array())
  }
  report(
    'packets received by PegBridge',
    perSecond(batches.length * BATCH, start),
    `batches of ${BATCH}, one attestation and block each`,
  )
}

function packetOf(sequence: bigint): Packet {
  const receiver = account(Number(sequence))
  return {
    sequence,
    sourcePort: 'transfer',
    sourceChannel: 'channel-0',
    destinationPort: 'transfer',
    destinationChannel: 'channel-0',
    data: encodeTransferData({ denom: 'transfer/channel-0/dai', amount: 1n, sender: 'ixo1sender', receiver, memo: '' }),
    timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
    timeoutTimestamp: 2n ** 63n,
  }
}
