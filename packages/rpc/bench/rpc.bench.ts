import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCosmos } from '@pegzone/cosmos'
import { buildCosmosTx, cosmosAddressOf, secp256k1, sha256, toAny, utf8ToBytes } from '@pegzone/encoding'
import { createLedger } from '@pegzone/ledger'
import { cometDialect, createCometTable, createRpcServer, ethereumDialect, rpcTable } from '@pegzone/rpc'
import { MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { generate, serveLoad } from './load.ts'

const inFlight = 16
const chainId = 'pegzone-bench-1'
const prefix = 'ixo'

if (!(await serveLoad())) await main()

async function main(): Promise<void> {
  const bare = await fixedReply()
  const server = await jsonRpc()
  const single = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] })
  const batch = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ ...JSON.parse(single), id })))
  const lanes = (body: string, each: number): string[][] =>
    Array.from({ length: inFlight }, () => Array(each).fill(body))

  const fixed = await best(() => rate(bare.port, lanes(single, 1_500), 1))
  bare.close()
  const one = await best(() => rate(server.port, lanes(single, 1_500), 1))
  const many = await best(() => rate(server.port, lanes(batch, 60), 100))
  await server.close()
  report('rpc/http/fixed-reply', fixed, 'requests/s', `bare node:http, ${inFlight} connections, the yardstick`)
  report(
    'rpc/http/single',
    one,
    'requests/s',
    `eth_blockNumber, ${inFlight} connections; ${ratio(one, fixed)} of fixed-reply`,
  )
  report(
    'rpc/http/batch-100',
    many,
    'calls/s',
    `batches of 100, ${inFlight} connections; ${ratio(many, fixed)} of fixed-reply`,
  )

  const sends = await best(() => cosmosSends(250), 3)
  const detail = `signed MsgSend by broadcast_tx_sync, pre-signed, ${inFlight} in flight, one message each, automine per loop turn, memory ledger; ${ratio(sends, fixed)} of fixed-reply`
  report('rpc/cosmos/send', sends, 'transactions/s', detail)
}

async function rate(port: number, bodies: readonly (readonly string[])[], calls: number): Promise<number> {
  const seconds = await generate(import.meta.url, { port, bodies })
  return (bodies.reduce((sum, lane) => sum + lane.length, 0) * calls) / seconds
}

async function best(measure: () => Promise<number>, runs = 5): Promise<number> {
  let top = 0
  for (let run = 0; run < runs; run++) top = Math.max(top, await measure())
  return top
}

async function fixedReply(): Promise<{ port: number; close: () => void }> {
  const text = '{"jsonrpc":"2.0","id":1,"result":"0x10"}'
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-length': text.length }).end(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

async function jsonRpc() {
  let height = 0
  const table = rpcTable({ eth_blockNumber: () => `0x${(height++).toString(16)}` })
  const made = await createRpcServer({ name: 'bench', port: 0, dialect: ethereumDialect, table })
  if (!made.ok) throw new Error(made.rejection.code)
  return made.value
}

/** A lane per sender keeps its sequences in order while the lanes run side by side. */
async function cosmosSends(each: number): Promise<number> {
  const keys = Array.from({ length: inFlight }, (_, at) => sha256(utf8ToBytes(`bench ${at}`)))
  const senders = keys.map((key) => {
    const publicKey = secp256k1.publicKey(key)
    return { key, publicKey, address: cosmosAddressOf(publicKey, prefix) }
  })
  const ledger = createLedger({ history: 100 })
  const chain = createCosmos({ ledger, chainId, prefix })
  const made = chain.initGenesis({
    chainId,
    prefix,
    accounts: senders.map(({ address }, at) => ({ address, number: String(at) })),
    balances: senders.map(({ address }) => ({ address, coins: [{ denom: 'acixo', amount: '1000000000' }] })),
  })
  if (!made.ok) throw new Error(made.rejection.code)

  let time = ledger.head.timeNs
  let waiting: Promise<void> | undefined
  const mine = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(() => {
        waiting = undefined
        time += 1_000_000_000n
        chain.produce(time)
        void ledger.flushed().then(resolve)
      })
    })
  await mine()
  const backend = {
    chain,
    onBlock: chain.onBlock,
    async send(raw: Uint8Array) {
      const result = chain.checkTx(raw)
      if (result.code !== 0) throw new Error(result.log)
      waiting ??= mine()
      await waiting
      return result
    },
  }
  const served = await createRpcServer({
    name: 'bench',
    port: 0,
    dialect: cometDialect,
    table: createCometTable(backend),
  })
  if (!served.ok) throw new Error(served.rejection.code)
  const bodies = senders.map(({ key, publicKey, address }, at) => {
    const to = (senders[(at + 1) % inFlight] as { address: string }).address
    const send = { fromAddress: address, toAddress: to, amount: [{ denom: 'acixo', amount: '1' }] }
    const msgs = [toAny(MsgSend, send)]
    const fee = { amount: [], gasLimit: 200_000n }
    return Array.from({ length: each }, (_, sequence) => {
      const fields = { msgs, fee, chainId, accountNumber: BigInt(at), sequence: BigInt(sequence), key, publicKey }
      const tx = Buffer.from(buildCosmosTx(fields)).toString('base64')
      return JSON.stringify({ jsonrpc: '2.0', id: sequence, method: 'broadcast_tx_sync', params: { tx } })
    })
  })
  const sent = await rate(served.value.port, bodies, 1)
  await served.value.close()
  return sent
}

function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)}x`
}

function report(name: string, value: number, unit: string, detail: string): void {
  process.stdout.write(`${JSON.stringify({ name, value: Math.round(value), unit, detail })}\n`)
}
