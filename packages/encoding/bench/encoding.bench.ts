import {
  abiFunction,
  buildCosmosTx,
  bytesToUtf8,
  cosmosAddressOf,
  cosmosPath,
  cryptoBackends,
  DEV_MNEMONIC,
  decodeAny,
  decodeCosmosTx,
  decodeTransaction,
  deriveKey,
  directSignBytes,
  type EthTxPayload,
  ethAddressOf,
  ethPath,
  keccak256,
  MsgSend,
  mnemonicToSeed,
  secp256k1,
  sha256,
  signTransaction,
  toAny,
  typedDataHasher,
} from '../src/index.ts'

const SLICES = 60
const SLICE_MS = 5
/** Every result goes in here, or the compiler drops the work. */
let sink = 0

/** Calls per second: the 95th percentile of short slices (a quiet core), and the median beside it. */
function measure(name: string, detail: string, run: () => unknown): number {
  const rates: number[] = []
  for (let slice = 0; slice < SLICES; slice++) {
    const from = performance.now()
    let count = 0
    let elapsed = 0
    while (elapsed < SLICE_MS) {
      for (let i = 0; i < 8; i++) if (run() !== undefined) sink++
      count += 8
      elapsed = performance.now() - from
    }
    rates.push((count * 1000) / elapsed)
  }
  const settled = rates.slice(SLICES / 3).sort((a, b) => a - b)
  const peak = settled[Math.floor(settled.length * 0.95)]!
  const median = settled[settled.length >> 1]!
  report(name, Math.round(peak), '1/s', `${detail}; median ${Math.round(median)}`)
  return peak
}

function report(name: string, value: number, unit: string, detail: string): void {
  process.stdout.write(`${JSON.stringify({ name, value, unit, detail })}\n`)
}

const seed = mnemonicToSeed(DEV_MNEMONIC)
const ethKey = deriveKey(seed, ethPath(0))
const cosmosKey = deriveKey(seed, cosmosPath(0))
const publicKey = secp256k1.publicKey(cosmosKey)
const account = cosmosAddressOf(publicKey, 'ixo')
const transfer = abiFunction('function transfer(address to, uint256 amount) returns (bool)')
const receive = abiFunction(
  'function recvPackets((uint64 sequence, string sourcePort, string sourceChannel, string destinationPort, string destinationChannel, bytes data, uint64 timeoutRevision, uint64 timeoutHeight, uint64 timeoutTimestamp)[] packets, bytes[] proofs, uint64 proofHeight)',
)
const to = ethAddressOf(ethKey)
const calldata = transfer.encode([to, 10n ** 18n])
const payload: EthTxPayload = {
  type: 2,
  chainId: 31337n,
  nonce: 7n,
  gasLimit: 60_000n,
  maxFeePerGas: 10n ** 9n,
  maxPriorityFeePerGas: 0n,
  to,
  value: 0n,
  data: calldata,
  accessList: [],
}
const rawEth = signTransaction(payload, ethKey)
const fields = {
  msgs: [toAny(MsgSend, { fromAddress: account, toAddress: account, amount: [{ denom: 'acixo', amount: '1000' }] })],
  fee: { amount: [{ denom: 'acdai', amount: '5000' }], gasLimit: 200_000n },
  chainId: 'pegzone-1',
  accountNumber: 3n,
  sequence: 4n,
  key: cosmosKey,
  publicKey,
}
const rawCosmos = buildCosmosTx(fields)
const packet = {
  sequence: 1n,
  sourcePort: 'transfer',
  sourceChannel: 'channel-0',
  destinationPort: 'transfer',
  destinationChannel: 'channel-0',
  data: new Uint8Array(180).fill(65),
  timeoutRevision: 0n,
  timeoutHeight: 0n,
  timeoutTimestamp: 1n,
}
const packets = Array.from({ length: 30 }, () => packet)
const batch = receive.encode([packets, [new Uint8Array(65)], 9n])
const attestation = typedDataHasher(
  { name: 'Pegzone', version: '1', chainId: 31337n, verifyingContract: to },
  {
    PacketAttestation: [
      { name: 'height', type: 'uint64' },
      { name: 'packets', type: 'PacketCompact[]' },
    ],
    PacketCompact: [
      { name: 'path', type: 'bytes32' },
      { name: 'commitment', type: 'bytes32' },
    ],
  },
  'PacketAttestation',
)
const compact = packets.map(() => ({ path: keccak256(calldata), commitment: sha256(calldata) }))

report('encoding/backend', 1, cryptoBackends().secp256k1, `keccak ${cryptoBackends().keccak}`)
const digest = sha256(rawEth)
const { signature, recovery } = secp256k1.sign(digest, ethKey)
const recover = measure('encoding/recover', 'secp256k1 recovery alone', () =>
  secp256k1.recover(digest, signature, recovery),
)
const verify = measure('encoding/verify', 'secp256k1 verification alone', () =>
  secp256k1.verify(digest, signature, publicKey),
)
const decode = measure(
  'encoding/eth-decode',
  `type 2 ERC-20 transfer of ${rawEth.length} bytes, sender recovered, hashed`,
  () => decodeTransaction(rawEth),
)
report(
  'encoding/eth-decode-over-recover',
  Number((decode / recover).toFixed(3)),
  'ratio',
  '1 is the bound: the curve alone',
)
measure('encoding/eth-sign', 'type 2 ERC-20 transfer', () => signTransaction(payload, ethKey))
const cosmos = measure(
  'encoding/cosmos-decode-verify',
  `MsgSend of ${rawCosmos.length} bytes, message opened, DIRECT signature verified`,
  () => {
    const tx = decodeCosmosTx(rawCosmos)
    if (!tx.ok || !decodeAny(tx.value.body.messages[0]!).ok) throw new Error('decode')
    const bytes = directSignBytes({ ...tx.value, chainId: 'pegzone-1', accountNumber: 3n })
    return secp256k1.verify(sha256(bytes), tx.value.signatures[0]!, publicKey) || undefined
  },
)
report('encoding/cosmos-over-verify', Number((cosmos / verify).toFixed(3)), 'ratio', '1 is the bound: the curve alone')
measure('encoding/cosmos-decode', 'MsgSend, without verification', () => decodeCosmosTx(rawCosmos))
measure('encoding/cosmos-sign', 'MsgSend, DIRECT, public key at hand', () => buildCosmosTx(fields))
measure('encoding/abi-encode', 'transfer(address,uint256)', () => transfer.encode([to, 10n ** 18n]))
measure('encoding/abi-decode', 'transfer(address,uint256)', () => transfer.decodeArgs(calldata))
measure('encoding/abi-encode-packets', `recvPackets of 30 packets, ${batch.length} bytes`, () =>
  receive.encode([packets, [signature], 9n]),
)
measure('encoding/abi-decode-packets', `recvPackets of 30 packets, ${batch.length} bytes`, () =>
  receive.decodeArgs(batch),
)
measure('encoding/attestation-digest', 'EIP-712 of 30 packets', () =>
  attestation.digest({ height: 5n, packets: compact }),
)
measure('encoding/keccak256', `${calldata.length} bytes`, () => keccak256(calldata))
measure('encoding/sha256', `${calldata.length} bytes`, () => sha256(calldata))
if (sink === 0) throw new Error(bytesToUtf8(calldata))
