import { secp256k1, sha256, utf8ToBytes } from '@pegzone/encoding'
import * as ibc from '@pegzone/ibc'
import { createLedger } from '@pegzone/ledger'
import { ok } from '@pegzone/outcome'

// A bank is whatever the host keeps tokens in. This one only says what it was asked to do.
const log =
  (what: string) =>
  (_: unknown, { amount, denom, account }: ibc.BankMove) => {
    console.log(`${what} ${amount} ${denom} ${account}`)
    return ok()
  }
const bank: ibc.TransferBank = {
  accountProblem: () => undefined,
  escrow: log('escrow'),
  unescrow: () => ok({ hold: false }),
  mint: log('mint'),
  burn: log('burn'),
}

const clients = [ibc.soloMachineClient]
const transfer = ibc.createTransferApp({ bank, clients })
const core = ibc.createIbc({ clients, apps: new Map([[transfer.port, transfer]]) })
const ledger = createLedger({ tables: ibc.ibcTables })
const host = { chainId: 'pegzone-1', revision: 1n, height: 0n, timeNs: 2_000n, prefix: utf8ToBytes('ibc') }

// Genesis: a client that trusts one key, and an open channel over it.
const key = sha256(utf8ToBytes('attestor'))
const publicKey = ibc.soloPublicKey(secp256k1.publicKey(key))
const solo = { sequence: 3n, frozen: false, publicKey, diversifier: 'pegzone', timestamp: 1_000n }
ledger.apply((state) =>
  ibc.openChannelGenesis(state, host, {
    clients,
    clientState: ibc.soloClientState(solo),
    consensusState: ibc.soloConsensusState(solo),
    counterparty: {
      clientId: 'attestation-0',
      connectionId: 'connection-0',
      channelId: 'channel-0',
      portId: 'transfer',
      prefix: host.prefix,
    },
    portId: 'transfer',
    ordering: 'UNORDERED',
    version: ibc.TRANSFER_VERSION,
  }),
)
ledger.apply((state) => ibc.registerDenom(state, { trace: 'transfer/channel-0/ixo', denom: 'acixo' }))

// A packet of the other side, and the key's word that its commitment is in the store there.
const data = ibc.encodeTransferData({ denom: 'ixo', amount: 50n, sender: '0xa', receiver: 'ixo1bob', memo: '' })
const packet: ibc.Packet = {
  sequence: 1n,
  sourcePort: 'transfer',
  sourceChannel: 'channel-0',
  destinationPort: 'transfer',
  destinationChannel: 'channel-0',
  data,
  timeoutHeight: ibc.ZERO_HEIGHT,
  timeoutTimestamp: 9_000n,
}
const path = ibc.paths.commitment('transfer', 'channel-0', 1n)
const statement = { ...solo, timestamp: 1_500n, path, data: ibc.packetCommitment(packet) }
const { signature } = secp256k1.sign(sha256(ibc.soloSignBytes(statement)), key)
const proof = ibc.encodeSoloProof(ibc.soloSingleSignature(signature), statement.timestamp)

const received = ledger.apply((state) => core.recvPacket(state, host, { packet, proof, proofHeight: ibc.ZERO_HEIGHT })) // mint 50 acixo ixo1bob
console.log(received.ok && received.value.result) // success

const again = ledger.apply((state) => core.recvPacket(state, host, { packet, proof, proofHeight: ibc.ZERO_HEIGHT }))
console.log(again.ok || again.rejection.code) // IBC_PROOF_SIGNATURE_INVALID: the client waits for sequence 4
