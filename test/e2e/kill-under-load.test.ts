import type { DeliverTxResponse } from '@cosmjs/stargate'
import type { TransactionReceipt } from 'ethers'
import { expect, it } from 'vitest'
import { connect } from '../../examples/working-example/chains.mjs'
import { type Emulator, startPegzone, temporaryFolder } from './harness.ts'
import { adminOf } from './story.ts'
import { until } from './until.ts'

type Actor = Awaited<ReturnType<typeof connect>>

const token = 10n ** 18n
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600

/** What clients were told, and must find again after every crash. */
interface Told {
  readonly receipts: TransactionReceipt[]
  readonly txs: DeliverTxResponse[]
}

/** Sends over the bridge, one after the other, until the process is gone. */
async function ethereumLoad({ ethereum, status }: Actor, receiver: string, told: Told): Promise<void> {
  const { DAI, PegBridge } = ethereum.contracts
  const send = PegBridge.getFunction('sendTransfer')
  await (await DAI.getFunction('approve').send(PegBridge.target, 10n ** 30n)).wait()
  for (let amount = 1n; ; amount++) {
    const timeoutNs = BigInt(inAnHour()) * 1_000_000_000n
    const sent = await send.send(DAI.target, amount, receiver, status.cosmos.channel, timeoutNs, '')
    const receipt = await sent.wait()
    if (receipt !== null) told.receipts.push(receipt)
  }
}

async function cosmosLoad({ cosmos, status }: Actor, receiver: string, told: Told): Promise<void> {
  for (let amount = 1; ; amount++) {
    const coin = { denom: status.cosmos.denoms.cDAI, amount: String(amount) }
    const { channel } = status.cosmos
    const sent = await cosmos.client.sendIbcTokens(
      cosmos.address,
      receiver,
      coin,
      'transfer',
      channel,
      undefined,
      inAnHour(),
      'auto',
    )
    told.txs.push(sent)
  }
}

/** Loads the emulator from both sides and kills it when `count` answers are out. */
async function killAfter(count: number, emulator: Emulator, told: Told): Promise<void> {
  const [alice, bob] = await Promise.all([connect(emulator.status, 'alice'), connect(emulator.status, 'bob')])
  const before = told.receipts.length + told.txs.length
  const loads = [ethereumLoad(alice, bob.cosmos.address, told), cosmosLoad(bob, alice.ethereum.address, told)]
  // Their last send fails when the process is gone: that is how they end.
  const ended = Promise.allSettled(loads)
  try {
    await until(`${count} answers`, () => told.receipts.length + told.txs.length >= before + count)
    await emulator.stop('SIGKILL')
  } finally {
    // A client whose server is gone waits for ever for a receipt.
    alice.close()
    bob.close()
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1000))])
  }
}

async function expectEverythingTold({ status }: Emulator, { receipts, txs }: Told): Promise<void> {
  const alice = await connect(status, 'alice')
  try {
    for (const { hash, blockHash } of receipts) {
      expect(await alice.ethereum.provider.getTransactionReceipt(hash)).toMatchObject({ blockHash, status: 1 })
    }
    for (const { transactionHash, height } of txs) {
      expect(await alice.cosmos.client.getTx(transactionHash)).toMatchObject({ height, code: 0 })
    }
  } finally {
    alice.close()
  }
}

async function holdings({ status }: Emulator): Promise<bigint> {
  const actors = await Promise.all([connect(status, 'alice'), connect(status, 'bob')])
  try {
    const each = await Promise.all(
      actors.map(async ({ ethereum, cosmos }) => {
        const dai: bigint = await ethereum.contracts.DAI.getFunction('balanceOf').staticCall(ethereum.address)
        return dai + BigInt((await cosmos.client.getBalance(cosmos.address, status.cosmos.denoms.cDAI)).amount)
      }),
    )
    return each.reduce((sum, amount) => sum + amount, 0n)
  } finally {
    for (const actor of actors) actor.close()
  }
}

it('kill -9 while packets flow both ways loses nothing that was answered, and no base unit', async () => {
  await using folder = await temporaryFolder()
  const args = ['--data-dir', folder.at('data')]
  const told: Told = { receipts: [], txs: [] }
  for (const count of [1, 4, 9, 17]) {
    await using emulator = await startPegzone({ folder, args })
    await expectEverythingTold(emulator, told)
    await killAfter(count, emulator, told)
  }
  await using emulator = await startPegzone({ folder, args })
  await expectEverythingTold(emulator, told)
  const admin = adminOf(emulator)
  await until('every packet to settle', async () => (await admin.packets({ pending: true })).length === 0)
  const packets = await admin.packets({ limit: 1000 })
  expect(packets.length).toBeGreaterThanOrEqual(31 - 4)
  expect(new Set(packets.map(({ state }) => state))).toEqual(new Set(['acknowledged']))
  expect(await holdings(emulator)).toBe(4_000_000n * token)
  const { lanes } = await admin.books()
  for (const lane of lanes) expect(lane).toMatchObject({ balanced: true, unbackedSupply: '0', inFlight: '0' })
  expect(emulator.written.stderr).toBe('')
})
