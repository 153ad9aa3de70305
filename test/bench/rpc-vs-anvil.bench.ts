// The same pre-signed load against a kept emulator and against anvil, each in a process of its own, slices in turn.
// Anvil answers more slowly with every block it has made, so each of its slices runs on a fresh one, at its best; the
// emulator is the same from the first slice to the last.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  abiFunction,
  bytesToHex,
  deriveKey,
  type EthAddress,
  ethAddressOf,
  ethPath,
  mnemonicToSeed,
  parseEthAddress,
} from '@pegzone/encoding'
import { type Connection, callOnce, request, timeLanes } from './support/connection.ts'
import { processorMs, type RunningEmulator, startAnvil, startEmulator } from './support/processes.ts'
import { median, report, rounded, spread } from './support/report.ts'
import { makeSenders, type Sender, signedHex } from './support/senders.ts'
import { tinyTokenInit } from './support/tiny-token.ts'

const inFlight = 16
const pairs = 5
/** Pause before a receipt that was not there is asked for again. Much shorter, and the asking takes anvil's time from its mining. */
const pollMs = 5

interface Server {
  readonly port: number
  readonly pid: number
  readonly chainId: bigint
  /** The ERC-20 of this side. */
  readonly token: EthAddress
  /** Next nonces of the senders. */
  readonly nonces: number[]
}

/** What a lane sends, and how often one answer counts. */
interface Load {
  readonly name: string
  readonly detail: string
  readonly unit: string
  /** Operations of one slice. */
  readonly count: number
  slice(server: Server): Promise<number>
}

const transfer = abiFunction('function transfer(address to, uint256 amount) returns (bool)')
const balanceOf = abiFunction('function balanceOf(address account) view returns (uint256)')
const senders = makeSenders(inFlight, 'ixo')

const emulator = await startEmulator({ kept: true })
try {
  await compare(await ours(emulator))
} finally {
  await emulator.stop()
}

interface Slice {
  /** Operations per second. */
  readonly rate: number
  /** Of the server, per operation; undefined where the system does not tell. */
  readonly processorMs: number | undefined
}

async function compare(pegzone: Server): Promise<void> {
  for (const load of loads()) {
    await load.slice(pegzone) // warms up
    const own: Slice[] = []
    const other: Slice[] = []
    for (let pair = 0; pair < pairs; pair++) {
      own.push(await measured(load, pegzone))
      const peer = await onFreshAnvil((server) => measured(load, server))
      if (peer === undefined) return report('rpc-vs-anvil/skipped', 0, '', 'anvil brings no binary for this machine')
      other.push(peer)
    }
    const ratios = own.map(({ rate }, at) => rate / (other[at] as Slice).rate)
    const anvil = `anvil ${rounded(median(rates(other)))} ${spread(rates(other))}`
    const costs = `processor ms each: ${cost(own)}, anvil ${cost(other)}`
    const slices = `median of ${pairs} slices of ${load.count}`
    const detail = `${load.detail}; LevelDB, ${slices} ${spread(rates(own))}; ${anvil}; ${costs}`
    report(`rpc-vs-anvil/${load.name}`, median(rates(own)), load.unit, detail)
    const pairing = `median of ${pairs} pairs of slices in turn ${spread(ratios)}, a fresh anvil each`
    report(`rpc-vs-anvil/${load.name}/ratio`, median(ratios), 'x anvil', pairing)
  }
}

async function measured(load: Load, server: Server): Promise<Slice> {
  const before = processorMs(server.pid)
  const seconds = await load.slice(server)
  const after = processorMs(server.pid)
  const used = before === undefined || after === undefined ? undefined : (after - before) / load.count
  return { rate: load.count / seconds, processorMs: used }
}

function rates(slices: readonly Slice[]): readonly number[] {
  return slices.map(({ rate }) => rate)
}

function cost(slices: readonly Slice[]): string {
  const known = slices.flatMap(({ processorMs }) => processorMs ?? [])
  return known.length === 0 ? 'unknown' : String(rounded(median(known)))
}

async function onFreshAnvil<T>(run: (server: Server) => Promise<T>): Promise<T | undefined> {
  const anvil = await startAnvil(emulator.status.mnemonic)
  if (anvil === undefined) return undefined
  try {
    return await run(await theirs(emulator, anvil))
  } finally {
    await anvil.stop()
  }
}

function loads(): readonly Load[] {
  const ether = (key: Uint8Array, chainId: bigint, nonce: bigint, to: EthAddress) =>
    signedHex(key, { chainId, nonce, to, value: 1n, gasLimit: 21_000n })
  const erc20 = (key: Uint8Array, { chainId, token }: Server, nonce: bigint, to: EthAddress) =>
    signedHex(key, { chainId, nonce, to: token, data: transfer.encode([to, 1n]), gasLimit: 100_000n })
  const automine = `signed type-2, 1 message each, ${inFlight} in flight on keep-alive HTTP, automine, counted when the receipt is there`
  const plain = transactions(50, (server, key, nonce, to) => ether(key, server.chainId, nonce, to))
  const token = transactions(50, (server, key, nonce, to) => erc20(key, server, nonce, to))
  const batched = transactions(100, (server, key, nonce, to) => erc20(key, server, nonce, to))
  return [
    {
      name: 'ether-transfer',
      unit: 'tx/s',
      detail: `${automine}, the same bytes on both`,
      count: 50 * inFlight,
      slice: (s) => oneByOne(s, plain(s)),
    },
    {
      name: 'token-transfer',
      unit: 'tx/s',
      detail: `${automine}, DAI here, a minimal ERC-20 there`,
      count: 50 * inFlight,
      slice: (s) => oneByOne(s, token(s)),
    },
    {
      name: 'token-transfer/batch-100',
      unit: 'tx/s',
      detail: `as token-transfer, but in JSON-RPC batches of 100, ${inFlight} batches in flight, receipts asked for in batches`,
      count: 100 * inFlight,
      slice: (s) => inBatches(s, batched(s)),
    },
    {
      name: 'call-balance-of',
      unit: 'calls/s',
      detail: `eth_call of balanceOf at latest, ${inFlight} in flight on keep-alive HTTP`,
      count: 200 * inFlight,
      slice: (s) => calls(s, 200),
    },
  ]
}

/** The next signed transactions of every sender, signed before the slice is timed. Nonces go on from load to load. */
function transactions(
  each: number,
  sign: (server: Server, key: Uint8Array, nonce: bigint, to: EthAddress) => string,
): (server: Server) => readonly (readonly string[])[] {
  return (server) =>
    senders.map(({ key }, at) => {
      const to = (senders[(at + 1) % inFlight] as Sender).ethereum
      const from = server.nonces[at] as number
      server.nonces[at] = from + each
      return Array.from({ length: each }, (_, i) => sign(server, key, BigInt(from + i), to))
    })
}

async function oneByOne({ port }: Server, lanes: readonly (readonly string[])[]): Promise<number> {
  return timeLanes(port, lanes, async (connection, raws) => {
    for (const raw of raws) {
      const sent = await connection.post(request('eth_sendRawTransaction', [raw]))
      const hash = /"result":"(0x[0-9a-f]{64})"/.exec(sent)?.[1]
      if (hash === undefined) throw new Error(sent)
      const asked = request('eth_getTransactionReceipt', [hash])
      for (;;) {
        const answer = await connection.post(asked)
        if (answer.includes('"status":"0x1"')) break
        if (!answer.includes('"result":null')) throw new Error(answer)
        await sleep(pollMs)
      }
    }
  })
}

async function inBatches({ port }: Server, lanes: readonly (readonly string[])[]): Promise<number> {
  return timeLanes(port, lanes, async (connection, raws) => {
    const sent = await connection.post(batch('eth_sendRawTransaction', raws))
    const hashes = (JSON.parse(sent) as { readonly result: string }[]).map(({ result }) => result)
    if (!hashes.every((hash) => typeof hash === 'string')) throw new Error(sent.slice(0, 400))
    await receipts(connection, hashes)
  })
}

async function receipts(connection: Connection, hashes: readonly string[]): Promise<void> {
  for (let open = hashes; open.length > 0; ) {
    const answers = JSON.parse(await connection.post(batch('eth_getTransactionReceipt', open))) as {
      readonly id: number
      readonly result: { readonly status: string } | null
    }[]
    if (answers.some(({ result }) => result !== null && result.status !== '0x1')) throw new Error('a transfer reverted')
    if (answers.some(({ result }) => result === null)) await sleep(pollMs)
    open = answers.filter(({ result }) => result === null).map(({ id }) => open[id] as string)
  }
}

function batch(method: string, params: readonly string[]): string {
  return `[${params.map((param, id) => request(method, [param], id)).join(',')}]`
}

async function calls({ port, token }: Server, each: number): Promise<number> {
  const bodies = senders.map(({ ethereum }) =>
    request('eth_call', [{ to: token, data: bytesToHex(balanceOf.encode([ethereum])) }, 'latest']),
  )
  return timeLanes(port, bodies, async (connection, body) => {
    for (let i = 0; i < each; i++) {
      const answer = await connection.post(body)
      if (!answer.includes('"result":"0x0')) throw new Error(answer)
    }
  })
}

async function ours({ pid, status }: RunningEmulator): Promise<Server> {
  const token = parseEthAddress(status.ethereum.contracts.DAI)
  if (token === undefined) throw new Error(status.ethereum.contracts.DAI)
  const server = { pid, token, nonces: senders.map(() => 0), ...endpoint(status) }
  await fund(server, status.mnemonic, 0n)
  return server
}

/** Deploys the token from the first account, which has its supply then. */
async function theirs({ status }: RunningEmulator, { pid, port }: { readonly pid: number; readonly port: number }) {
  const { chainId } = endpoint(status)
  const raw = signedHex(first(status.mnemonic), {
    chainId,
    nonce: 0n,
    to: undefined,
    data: tinyTokenInit(),
    gasLimit: 1_000_000n,
  })
  const { contractAddress } = await mined(port, raw)
  const token = parseEthAddress(contractAddress ?? '')
  if (token === undefined) throw new Error('the token was not deployed')
  const server = { pid, port, chainId, token, nonces: senders.map(() => 0) }
  await fund(server, status.mnemonic, 1n)
  return server
}

function endpoint({ ethereum }: RunningEmulator['status']) {
  return { port: Number(new URL(ethereum.rpc).port), chainId: BigInt(ethereum.chainId) }
}

function first(mnemonic: string): Uint8Array {
  return deriveKey(mnemonicToSeed(mnemonic), ethPath(0))
}

/** Ether and tokens for every sender, from the first account. */
async function fund({ port, chainId, token }: Server, mnemonic: string, from: bigint): Promise<void> {
  let nonce = from
  for (const { ethereum } of senders) {
    const gas = { chainId, gasLimit: 100_000n }
    const key = first(mnemonic)
    await mined(port, signedHex(key, { ...gas, nonce: nonce++, to: ethereum, value: 10n ** 18n }))
    const data = transfer.encode([ethereum, 10n ** 18n])
    await mined(port, signedHex(key, { ...gas, nonce: nonce++, to: token, data }))
  }
  const data = bytesToHex(balanceOf.encode([ethAddressOf(senders[0]?.key as Uint8Array)]))
  const held = await callOnce(port, 'eth_call', [{ to: token, data }, 'latest'])
  if (BigInt(held as string) !== 10n ** 18n) throw new Error(`a sender holds ${String(held)} tokens`)
}

interface Receipt {
  readonly status: string
  readonly contractAddress: string | null
}

async function mined(port: number, raw: string): Promise<Receipt> {
  const hash = await callOnce(port, 'eth_sendRawTransaction', [raw])
  for (;;) {
    const receipt = (await callOnce(port, 'eth_getTransactionReceipt', [hash])) as Receipt | null
    if (receipt === null) {
      await sleep(1)
      continue
    }
    if (receipt.status !== '0x1') throw new Error(`${String(hash)} reverted`)
    return receipt
  }
}
