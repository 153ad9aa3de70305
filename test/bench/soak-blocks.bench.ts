// Does a block cost the same after many blocks? One signed message a block, both sides, in slices, once history is full.
import { abiFunction, buildCosmosTx, buildEthTx, MsgSend, secp256k1, toAny } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import type { World } from '@pegzone/world'
import { median, report, rounded, spread } from './support/report.ts'
import { exampleGenesis, openWorld, withDatabase } from './support/world.ts'

const slices = 10
/** Blocks of each side in a slice. */
const perSlice = 1_000
const history = 500

const transfer = abiFunction('function transfer(address to, uint256 amount) returns (bool)')

await withDatabase('level', async (database) => {
  const { world, stop } = await openWorld(database, exampleGenesis(), { history })
  await soak('ethereum', () => world.ethereum.ledger.head.height, ethereumSends(world))
  await soak('cosmos', () => world.cosmos.chain.ledger.head.height, cosmosSends(world))
  await stop()
})

async function soak(side: string, head: () => number, makeSends: (count: number) => readonly Send[]): Promise<void> {
  await runAll(makeSends(history + 500)) // history is full and the code is warm
  const costs: number[] = []
  const heaps: number[] = []
  for (let slice = 0; slice < slices; slice++) {
    const sends = makeSends(perSlice)
    const from = head()
    const cpu = process.cpuUsage()
    await runAll(sends)
    const { user, system } = process.cpuUsage(cpu)
    if (head() - from !== perSlice) throw new Error(`${head() - from} blocks, not ${perSlice}`)
    costs.push((user + system) / perSlice)
    globalThis.gc?.()
    heaps.push(process.memoryUsage().heapUsed / 2 ** 20)
  }
  const where = `${side} side on LevelDB, ${slices * perSlice} blocks after the first ${history + 500}, 1 signed transfer each, history of ${history} blocks`
  const last = median(costs.slice(-3)) / median(costs.slice(0, 3))
  report(
    `soak/${side}/cost`,
    median(costs),
    'processor us/tx',
    `${where}; slices of ${perSlice}: ${costs.map(rounded).join(' ')}`,
  )
  report(`soak/${side}/cost-growth`, last, 'x', `${where}; last three slices over the first three`)
  const grown = (heaps.at(-1) as number) - (heaps[0] as number)
  const detail = `${where}; heap in use after collection, last slice less first; ${spread(heaps)} MiB`
  report(`soak/${side}/heap-growth`, grown, 'MiB', detail)
}

/** Sends one message and waits for its block. */
type Send = () => Promise<void>

async function runAll(sends: readonly Send[]): Promise<void> {
  for (const send of sends) await send()
}

/** Transfers of DAI from the first developer to the second. */
function ethereumSends({ ethereum, accounts }: World): (count: number) => readonly Send[] {
  const [alice, bob] = accounts.developers
  if (alice === undefined || bob === undefined) throw new Error('no developers')
  let nonce = 0n
  const data = transfer.encode([bob.ethereum.address, 1n])
  const fields = { key: alice.ethereum.key, maxFeePerGas: 2_000_000_000n, gasLimit: 100_000n }
  const to = contractAddresses.DAI
  return (count) =>
    Array.from({ length: count }, () => {
      const raw = buildEthTx({ ...fields, chainId: ethereum.chain.chainId, nonce: nonce++, to, data })
      return async () => {
        const sent = await ethereum.send(raw)
        if (!sent.ok) throw new Error(sent.rejection.code)
      }
    })
}

/** Transfers of cDAI from the first developer, whose account number is 0, to the second. */
function cosmosSends({ cosmos, accounts }: World): (count: number) => readonly Send[] {
  const [alice, bob] = accounts.developers
  if (alice === undefined || bob === undefined) throw new Error('no developers')
  let sequence = 0n
  const amount = [{ denom: 'acdai', amount: '1' }]
  const msgs = [toAny(MsgSend, { fromAddress: alice.cosmos.address, toAddress: bob.cosmos.address, amount })]
  const { key } = alice.cosmos
  const signer = { key, publicKey: secp256k1.publicKey(key), accountNumber: 0n, chainId: cosmos.chain.chainId }
  return (count) =>
    Array.from({ length: count }, () => {
      const fee = { amount: [], gasLimit: 200_000n }
      const raw = buildCosmosTx({ msgs, fee, ...signer, sequence: sequence++ })
      return async () => {
        const { code, log } = await cosmos.send(raw)
        if (code !== 0) throw new Error(log)
      }
    })
}
