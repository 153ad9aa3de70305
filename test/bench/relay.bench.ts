// Packets from Ethereum to Cosmos through the whole world in one process: the signed sends, a signed proof for each
// packet, receipt on Cosmos, one acknowledgement attestation for each batch, acknowledgement on Ethereum.
import { pegBridgeAbi } from '@pegzone/contracts'
import { abiFunction, buildEthTx } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import type { World } from '@pegzone/world'
import { filter, firstValueFrom, take } from 'rxjs'
import { median, report, rounded, spread } from './support/report.ts'
import { exampleGenesis, type Keeping, openWorld, withDatabase } from './support/world.ts'

const packets = 3_000
const batch = 30
const runs = 3
const token = 10n ** 15n

const approve = abiFunction('function approve(address spender, uint256 amount) returns (bool)')
const sendTransfer = abiFunction(
  pegBridgeAbi.find((each) => each.type === 'function' && each.name === 'sendTransfer') as Extract<
    (typeof pegBridgeAbi)[number],
    { readonly name: 'sendTransfer' }
  >,
)

/** `flow`: relayed while they are sent. `drain`: all sent before the relayer starts, only relaying is timed. */
type Mode = 'flow' | 'drain'

interface Run {
  /** Packets per second. */
  readonly rate: number
  /** Processor milliseconds per packet, all threads. */
  readonly processorMs: number
  readonly ethereumBlocks: number
  readonly cosmosBlocks: number
  readonly batches: number
}

await measure('level', 'flow')
await measure('level', 'drain')
await measure('memory', 'flow')

async function measure(keeping: Keeping, mode: Mode): Promise<void> {
  await relay(keeping, mode) // warms up
  const all: Run[] = []
  for (let at = 0; at < runs; at++) all.push(await relay(keeping, mode))
  const rates = all.map(({ rate }) => rate)
  const last = all.at(-1) as Run
  const timed =
    mode === 'flow'
      ? `from the first signed sendTransfer (${batch} in flight, so at most ${batch} messages in a block) to the last acknowledgement`
      : 'all packets sent before, from the start of the relayer to the last acknowledgement'
  const detail = `${packets} packets Ethereum to Cosmos, ${keeping === 'level' ? 'LevelDB' : 'in memory'}, one signed proof each, batches of ${batch}, one acknowledgement attestation a batch; ${timed}; ${last.batches} relayed batches, ${last.ethereumBlocks} + ${last.cosmosBlocks} blocks; median of ${runs} ${spread(rates)}; processor ms each: ${rounded(last.processorMs)}`
  report(`relay/${keeping}/${mode}`, median(rates), 'packets/s', detail)
}

async function relay(keeping: Keeping, mode: Mode): Promise<Run> {
  return withDatabase(keeping, async (database) => {
    const { world, stop } = await openWorld(database, exampleGenesis(), { history: 1_000, batch })
    const sends = await signedSends(world)
    if (mode === 'drain') await send(world, sends)
    let batches = 0
    const heights = heightsOf(world)
    const cpu = process.cpuUsage()
    const started = performance.now()
    const settled = firstValueFrom(
      world.packets$.pipe(
        filter(({ state }) => state === 'acknowledged'),
        take(packets),
        filter((_, index) => index === packets - 1),
      ),
    )
    await world.start()
    world.relayer.reports$.subscribe((each) => {
      if (each.type === 'relayed') batches += 1
      else throw new Error(JSON.stringify(each, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    })
    if (mode === 'flow') await send(world, sends)
    await settled
    const seconds = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const reached = heightsOf(world)
    await stop()
    return {
      rate: packets / seconds,
      processorMs: (user + system) / 1000 / packets,
      ethereumBlocks: reached.ethereum - heights.ethereum,
      cosmosBlocks: reached.cosmos - heights.cosmos,
      batches,
    }
  })
}

function heightsOf({ ethereum, cosmos }: World) {
  return { ethereum: ethereum.ledger.head.height, cosmos: cosmos.chain.ledger.head.height }
}

/** Approval of the bridge, done; then the sends, signed and not yet sent. */
async function signedSends({ ethereum, accounts }: World): Promise<readonly Uint8Array[]> {
  const [alice] = accounts.developers
  if (alice === undefined) throw new Error('no developers')
  const { chainId, builtIns } = ethereum.chain
  const { DAI, PegBridge } = contractAddresses
  const from = { chainId, key: alice.ethereum.key, maxFeePerGas: 2_000_000_000n }
  const approval = approve.encode([PegBridge, token * BigInt(packets)])
  await accepted(ethereum, buildEthTx({ ...from, nonce: 0n, to: DAI, data: approval, gasLimit: 100_000n }))
  const deadline = BigInt(Date.now() + 3_600_000) * 1_000_000n
  const data = sendTransfer.encode([DAI, token, alice.cosmos.address, 'channel-0', deadline, ''])
  const gasLimit = 21_000n + 16n * BigInt(data.length) + (builtIns.get(PegBridge)?.gasOf(data) ?? 0n)
  return Array.from({ length: packets }, (_, at) =>
    buildEthTx({ ...from, nonce: BigInt(at + 1), to: PegBridge, data, gasLimit }),
  )
}

async function send({ ethereum }: World, sends: readonly Uint8Array[]): Promise<void> {
  for (let at = 0; at < sends.length; at += batch) {
    await Promise.all(sends.slice(at, at + batch).map((raw) => accepted(ethereum, raw)))
  }
}

async function accepted(ethereum: World['ethereum'], raw: Uint8Array): Promise<void> {
  const sent = await ethereum.send(raw)
  if (!sent.ok) throw new Error(sent.rejection.code)
}
