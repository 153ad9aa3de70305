// Signed MsgSend through the CometBFT port of a kept emulator: one at a time per connection, and in JSON-RPC batches.
import {
  buildCosmosTx,
  cosmosAddressOf,
  cosmosPath,
  deriveKey,
  MsgSend,
  mnemonicToSeed,
  secp256k1,
  toAny,
} from '@pegzone/encoding'
import { callOnce, request, timeLanes } from './support/connection.ts'
import { processorMs, type RunningEmulator, startEmulator } from './support/processes.ts'
import { median, report, rounded, spread } from './support/report.ts'
import { makeSenders, type Sender } from './support/senders.ts'

const inFlight = 16
const slices = 5

interface Lane extends Sender {
  readonly accountNumber: bigint
  sequence: bigint
}

const emulator = await startEmulator({ kept: true })
try {
  await run(emulator)
} finally {
  await emulator.stop()
}

async function run({ pid, status }: RunningEmulator): Promise<void> {
  const { chainId } = status.cosmos
  const port = Number(new URL(status.cosmos.rpc).port)
  const lanes = await fundedLanes(status)

  /** Transactions of every lane, base64, signed before the slice is timed. */
  const signed = (each: number): readonly (readonly string[])[] =>
    lanes.map((lane, at) => {
      const { key, publicKey, accountNumber, cosmos } = lane
      const toAddress = (lanes[(at + 1) % inFlight] as Lane).cosmos
      const msgs = [toAny(MsgSend, { fromAddress: cosmos, toAddress, amount: [{ denom: 'acdai', amount: '1' }] })]
      return Array.from({ length: each }, () => {
        const fee = { amount: [], gasLimit: 200_000n }
        const sequence = lane.sequence++
        const raw = buildCosmosTx({ msgs, fee, chainId, accountNumber, sequence, key, publicKey })
        return Buffer.from(raw).toString('base64')
      })
    })
  const delivered = async (): Promise<void> => {
    for (const lane of lanes) {
      const { sequence } = await accountAt(status.cosmos.rest, lane.cosmos)
      if (sequence !== lane.sequence) throw new Error(`${lane.cosmos} is at ${sequence}, not ${lane.sequence}`)
    }
  }

  const single = async (): Promise<number> => {
    const each = 60
    const bodies = signed(each).map((txs) => txs.map((tx) => request('broadcast_tx_sync', { tx })))
    const seconds = await timeLanes(port, bodies, async (connection, requests) => {
      for (const body of requests) {
        const answer = await connection.post(body)
        if (!answer.includes('"code":0,')) throw new Error(answer)
      }
    })
    await delivered()
    return (each * inFlight) / seconds
  }
  const batched = async (): Promise<number> => {
    const each = 100
    const bodies = signed(each).map(
      (txs) => `[${txs.map((tx, id) => request('broadcast_tx_sync', { tx }, id)).join(',')}]`,
    )
    const seconds = await timeLanes(port, bodies, async (connection, body) => {
      const answer = await connection.post(body)
      const accepted = answer.split('"code":0,').length - 1
      if (accepted !== each) throw new Error(`${accepted} of ${each} accepted: ${answer.slice(0, 400)}`)
    })
    await delivered()
    return (each * inFlight) / seconds
  }

  const what =
    'signed MsgSend (DIRECT), 1 message each, pre-signed, by broadcast_tx_sync, LevelDB, automine, durable when answered'
  await measure('single', `${what}; ${inFlight} in flight on keep-alive HTTP`, single, 60 * inFlight)
  await measure('batch-100', `${what}; JSON-RPC batches of 100, ${inFlight} batches in flight`, batched, 100 * inFlight)

  async function measure(name: string, detail: string, slice: () => Promise<number>, count: number): Promise<void> {
    await slice()
    const from = processorMs(pid) ?? Number.NaN
    const rates: number[] = []
    for (let at = 0; at < slices; at++) rates.push(await slice())
    const used = rounded(((processorMs(pid) ?? Number.NaN) - from) / (slices * count))
    report(
      `cosmos-msgsend/${name}`,
      median(rates),
      'tx/s',
      `${detail}; median of ${slices} slices of ${count} ${spread(rates)}; processor ms each: ${used}`,
    )
  }
}

/** Sixteen accounts with money, paid by the first development account. */
async function fundedLanes({ cosmos, mnemonic }: RunningEmulator['status']): Promise<Lane[]> {
  const port = Number(new URL(cosmos.rpc).port)
  const key = deriveKey(mnemonicToSeed(mnemonic), cosmosPath(0))
  const publicKey = secp256k1.publicKey(key)
  const senders = makeSenders(inFlight, cosmos.prefix)
  const payer = cosmosAddressOf(publicKey, cosmos.prefix)
  const { accountNumber, sequence } = await accountAt(cosmos.rest, payer)
  const msgs = senders.map(({ cosmos: toAddress }) =>
    toAny(MsgSend, { fromAddress: payer, toAddress, amount: [{ denom: 'acdai', amount: '1000000000' }] }),
  )
  const fee = { amount: [], gasLimit: 5_000_000n }
  const raw = buildCosmosTx({ msgs, fee, chainId: cosmos.chainId, accountNumber, sequence, key, publicKey })
  const params = { tx: Buffer.from(raw).toString('base64') }
  const { code, log } = (await callOnce(port, 'broadcast_tx_sync', params)) as { code: number; log: string }
  if (code !== 0) throw new Error(log)
  return Promise.all(senders.map(async (sender) => ({ ...sender, ...(await accountAt(cosmos.rest, sender.cosmos)) })))
}

async function accountAt(rest: string, address: string): Promise<{ accountNumber: bigint; sequence: bigint }> {
  const response = await fetch(`${rest}/cosmos/auth/v1beta1/accounts/${address}`)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  const { account } = JSON.parse(text) as { account: { account_number: string; sequence: string } }
  return { accountNumber: BigInt(account.account_number), sequence: BigInt(account.sequence) }
}
