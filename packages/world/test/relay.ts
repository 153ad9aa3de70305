import { AttestationProver, type FinalityPolicy, Journal, SoloProver } from '@pegzone/attestor'
import { accountOf } from '@pegzone/cosmos'
import { createContracts } from '@pegzone/ethereum'
import type { Keyspace } from '@pegzone/ledger'
import { createRelayer, type Endpoint, type Relayer, type RelayReport } from '@pegzone/relayer'
import { cosmosEndpoint } from '../src/chains/cosmos-endpoint.ts'
import { ethereumEndpoint } from '../src/chains/ethereum-endpoint.ts'
import { LedgerReader } from '../src/chains/ledger-reader.ts'
import { trackedKeyspace } from '../src/clock/tracked-keyspace.ts'
import { path } from '../src/index.ts'
import type { Harness } from './harness.ts'

const instant: FinalityPolicy = { name: 'instant', depth: 0 }

export interface Faults {
  readonly ethereum?: (endpoint: Endpoint) => Endpoint
  readonly cosmos?: (endpoint: Endpoint) => Endpoint
  /** Whether attestors see the chains through the same faults. Default: they see them as they are. */
  readonly attestorsToo?: boolean
  readonly journal?: Keyspace
  /** Whose account pays: two relayers need two. */
  readonly payer?: 'relayer' | 'operator'
  readonly batch?: number
  readonly retries?: number
}

export interface Running {
  readonly relayer: Relayer
  readonly reports: RelayReport[]
}

/** A relayer over the world's chains, with a fault in the way. */
export function relay(zone: Harness, faults: Faults = {}): Running {
  const { world, clock } = zone
  const { services } = world.accounts
  const payer = services[faults.payer ?? 'relayer']
  const { ibc } = createContracts({ chainId: world.ethereum.chain.chainId })
  const ethereum = ethereumEndpoint({
    host: world.ethereum,
    reader: new LedgerReader(world.ethereum.ledger, ibc, path.ethereum, clock),
    channel: path.ethereum,
    account: payer.ethereum,
  })
  const cosmos = cosmosEndpoint({
    host: world.cosmos,
    reader: new LedgerReader(world.cosmos.chain.ledger, world.cosmos.chain.ibc, path.cosmos, clock),
    channel: path.cosmos,
    account: payer.cosmos,
    accountOf(address) {
      const account = accountOf(world.cosmos.chain.ledger.latest, address)
      return account && { accountNumber: account.number, sequence: account.sequence }
    },
  })
  const ends = { a: faults.ethereum?.(ethereum) ?? ethereum, b: faults.cosmos?.(cosmos) ?? cosmos }
  const seen = faults.attestorsToo === true ? ends : { a: ethereum, b: cosmos }
  const journal = new Journal(trackedKeyspace(faults.journal ?? zone.database.keyspace('test-journal'), clock))
  const both = { journal, marginNs: 1_000_000_000n, finality: instant }
  const attestors = [services['attestor-1'], services['attestor-2'], services['attestor-3']]
  const relayer = createRelayer({
    a: {
      endpoint: ends.a,
      prover: new AttestationProver({
        ...both,
        clientId: path.ethereum.clientId,
        observed: seen.b,
        told: seen.a,
        keys: attestors.map(({ ethereum: { key } }) => key),
      }),
      finality: instant,
    },
    b: {
      endpoint: ends.b,
      prover: new SoloProver({
        ...both,
        clientId: path.cosmos.clientId,
        observed: seen.a,
        told: seen.b,
        key: services.solo.cosmos.key,
      }),
      finality: instant,
    },
    clock,
    ...(faults.batch !== undefined && { batch: faults.batch }),
    ...(faults.retries !== undefined && { retries: faults.retries }),
  })
  const reports: RelayReport[] = []
  relayer.reports$.subscribe((report) => reports.push(report))
  return { relayer, reports }
}
