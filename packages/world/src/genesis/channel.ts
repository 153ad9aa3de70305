import { secp256k1, utf8ToBytes } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import {
  attestationClient,
  attestationClientState,
  attestationConsensusState,
  type OpenChannelGenesis,
  soloClientState,
  soloConsensusState,
  soloMachineClient,
  soloPublicKey,
  TRANSFER_VERSION,
} from '@pegzone/ibc'
import type { WorldAccounts } from '../accounts/accounts.ts'
import { path } from './path.ts'
import type { WorldGenesis } from './world-genesis.ts'

/** How long after genesis the first Cosmos block is: it is made with the world, so that clients never meet a chain without one. */
export const firstCosmosBlockNs = 1_000_000n

/** Proofs that the Cosmos side takes in a handshake that it begins: one for the connection, one for the channel. */
const handshakeProofs = 2n

const prefix = utf8ToBytes('ibc')

/** The Ethereum end: the Cosmos side as seen by its attestors, two of three. */
export function ethereumChannel(genesis: WorldGenesis, accounts: WorldAccounts): OpenChannelGenesis {
  const { services } = accounts
  const attestors = [services['attestor-1'], services['attestor-2'], services['attestor-3']]
  return {
    clients: [attestationClient],
    clientState: attestationClientState({
      attestors: attestors.map(({ ethereum: { address } }) => address).sort(),
      threshold: 2,
      revision: revisionOf(genesis.cosmos.chainId),
      latestHeight: 1n,
      frozen: false,
      domain: { chainId: BigInt(genesis.ethereum.chainId), verifyingContract: contractAddresses.PegBridge },
      trustingPeriodNs: 0n,
    }),
    consensusState: attestationConsensusState(BigInt(genesis.timeNs) + firstCosmosBlockNs),
    portId: path.ethereum.portId,
    ordering: 'UNORDERED',
    version: TRANSFER_VERSION,
    counterparty: { ...path.cosmos, prefix },
  }
}

/** The Cosmos end: the Ethereum side as a solo machine. Its diversifier keeps it apart from every other deployment. */
export function cosmosChannel(genesis: WorldGenesis, accounts: WorldAccounts): OpenChannelGenesis {
  const consensus = {
    publicKey: soloPublicKey(secp256k1.publicKey(accounts.services.solo.cosmos.key)),
    diversifier: `pegzone-${genesis.ethereum.chainId}-${genesis.cosmos.chainId}`,
    timestamp: BigInt(genesis.timeNs),
  }
  return {
    clients: [soloMachineClient],
    clientState: soloClientState({ ...consensus, sequence: 1n + handshakeProofs, frozen: false }),
    consensusState: soloConsensusState(consensus),
    portId: path.cosmos.portId,
    ordering: 'UNORDERED',
    version: TRANSFER_VERSION,
    counterparty: { ...path.ethereum, prefix },
  }
}

/** The number behind the last `-` of a Cosmos chain id; 0 without one. */
function revisionOf(chainId: string): bigint {
  const match = /-([1-9]\d{0,18})$/.exec(chainId)
  return match === null ? 0n : BigInt(match[1] as string)
}
