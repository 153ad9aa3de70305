import {
  abiFunction,
  decodeTransaction,
  type EthAddress,
  ethAddressOf,
  hexToBytes,
  sha256,
  signTransaction,
  utf8ToBytes,
} from '@pegzone/encoding'
import { createLedger } from '@pegzone/ledger'
import {
  contractAddresses,
  createContracts,
  createEthereum,
  type EthereumChain,
  type EthereumOptions,
} from '../src/index.ts'

const CHAIN_ID = 31337n
const SECOND = 1_000_000_000n
const TOKEN = 10n ** 18n
const SENDERS = 64
const ROUNDS = 3

const transfer = abiFunction('function transfer(address to, uint256 amount) returns (bool)')
const balanceOf = abiFunction('function balanceOf(address account) view returns (uint256)')
const keys = Array.from({ length: SENDERS }, (_, at) => sha256(utf8ToBytes(`bench ${at}`)))
const senders = keys.map(ethAddressOf)
const receivers = Array.from({ length: 1000 }, (_, at): EthAddress => `0x${at.toString(16).padStart(40, '1')}`)

function open(options: Partial<EthereumOptions> = {}): EthereumChain {
  const contracts = createContracts({ chainId: CHAIN_ID })
  const ledger = createLedger({ history: 64, tables: contracts.tables })
  const builtIns = contracts.builtIns
  const chain = createEthereum({ ledger, chainId: CHAIN_ID, builtIns, gasLimit: 10n ** 12n, ...options })
  const reserve = 200_000_000n * TOKEN
  const supply = 2_000_000_000n * TOKEN
  const operator = `0x${'0e'.repeat(20)}`
  const purse = `${1_000_000n * TOKEN}`
  const balances = Object.fromEntries([
    [contractAddresses.MarketMaker, `${reserve}`],
    ...senders.map((s) => [s, purse]),
  ])
  chain.initGenesis({ timeNs: 0n, accounts: senders.map((address) => ({ address, balance: 10n ** 24n })) }, (state) => {
    const made = contracts.init(state, {
      DAI: { balances },
      IXO: { balances: { [`0x${'77'.repeat(20)}`]: `${supply}` } },
      IXOS: { balances: {} },
      MarketMaker: { kappa: '1', supply: `${supply}`, reserve: `${reserve}`, operator },
      Brokerage: { feeBps: '0' },
    })
    if (!made.ok) throw new Error(JSON.stringify(made.rejection))
  })
  return chain
}

interface Call {
  readonly to: EthAddress
  readonly value: bigint
  readonly data: Uint8Array
}

const payment = (at: number): Call => ({ to: receivers[at % 1000]!, value: 1n, data: new Uint8Array(0) })
const daiTransfer = (at: number): Call => ({
  to: contractAddresses.DAI,
  value: 0n,
  data: transfer.encode([receivers[at % 1000]!, 1n]),
})

function presign(count: number, callOf: (at: number) => Call): Uint8Array[] {
  return Array.from({ length: count }, (_, at) =>
    signTransaction(
      {
        type: 2,
        chainId: CHAIN_ID,
        nonce: BigInt(Math.floor(at / SENDERS)),
        gasLimit: 100_000n,
        maxFeePerGas: 2n * SECOND,
        maxPriorityFeePerGas: SECOND,
        accessList: [],
        ...callOf(at),
      },
      keys[at % SENDERS]!,
    ),
  )
}

function report(name: string, value: number, unit: string, detail: string): void {
  process.stdout.write(`${JSON.stringify({ name: `ethereum/${name}`, value: Math.round(value), unit, detail })}\n`)
}

/** Per second of CPU, GC threads counted: other work on the machine does not show. Best of a few rounds, each prepared anew. */
async function bestRate(count: number, prepare: () => () => void | Promise<void>): Promise<number> {
  let best = 0
  for (let round = 0; round < ROUNDS; round++) {
    const run = prepare()
    const start = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(start)
    best = Math.max(best, count / ((user + system) / 1e6))
  }
  return best
}

/** The ledger announces between turns of the loop; without them it would hold every block. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function mine(chain: EthereumChain, submit: (at: number) => boolean, count: number, blockSize: number) {
  for (let at = 0; at < count; at++) {
    if (!submit(at)) throw new Error('refused')
    if ((at + 1) % blockSize !== 0) continue
    chain.produce(0n)
    if (chain.head % 64 === 0) await turn()
  }
  chain.produce(0n)
}

function signedRate(raws: readonly Uint8Array[], blockSize: number): Promise<number> {
  return bestRate(raws.length, () => {
    const chain = open()
    return () => mine(chain, (at) => chain.submit(raws[at]!).ok, raws.length, blockSize)
  })
}

const payments = presign(10_000, payment)
const transfers = presign(10_000, daiTransfer)
const decoded = await bestRate(payments.length, () => () => {
  for (const raw of payments) if (!decodeTransaction(raw).ok) throw new Error('refused')
})
report('decode and recover', decoded, 'tx/cpu-s', 'the yardstick: what no signed transaction can do without')
for (const size of [1, 100, 1000]) {
  for (const [name, raws] of [
    ['ETH', payments],
    ['DAI', transfers],
  ] as const) {
    const rate = await signedRate(raws, size)
    const detail = `pre-signed, real roots and hashes, memory ledger, ${SENDERS} senders, 1000 receivers; ${(rate / decoded).toFixed(2)} of the yardstick`
    report(`signed ${name} transfer, blocks of ${size}`, rate, 'tx/cpu-s', detail)
  }
}

for (const [name, callOf] of [
  ['ETH', payment],
  ['DAI', daiTransfer],
] as const) {
  const count = 50_000
  const rate = await bestRate(count, () => {
    const chain = open({ signatures: 'trusted', blocks: 'light' })
    const request = (at: number) => ({ from: senders[at % SENDERS]!, gasLimit: 100_000n, ...callOf(at) })
    return () => mine(chain, (at) => chain.submitTrusted(request(at)).ok, count, 100)
  })
  report(`trusted ${name} transfer, blocks of 100`, rate, 'tx/cpu-s', 'unsigned, light blocks: a simulated world')
}

const reader = open()
const call = { to: contractAddresses.DAI, data: balanceOf.encode([senders[0]!]) }
const calls = 200_000
report(
  'call balanceOf',
  await bestRate(calls, () => () => {
    for (let at = 0; at < calls; at++) if (!reader.call(call).ok) throw new Error('refused')
  }),
  'calls/cpu-s',
  'in process, ABI bytes in and out, at the head',
)

const long = open()
const heapBefore = heap()
let total = 0
const soak = 30_000
const start = process.cpuUsage()
for (let at = 0; at < soak; at++) {
  long.submit(presignOne(at))
  total += long.produce(0n).transactions.length
  if (at % 64 === 0) await turn()
}
const spent = process.cpuUsage(start)
report(
  'cpu per one-transaction block',
  (spent.user + spent.system) / soak,
  'µs',
  `${total} blocks of 1, signing included`,
)
report('heap growth over the blocks', (heap() - heapBefore) / soak, 'bytes/block', `${soak} blocks of 1, history 64`)

function presignOne(at: number): Uint8Array {
  return signTransaction(
    {
      type: 0,
      chainId: CHAIN_ID,
      nonce: BigInt(at),
      gasLimit: 21_000n,
      gasPrice: SECOND,
      to: receivers[at % 1000]!,
      value: 1n,
      data: hexToBytes('0x'),
    },
    keys[0]!,
  )
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
