import { deriveAccounts, type WorldReport } from '@pegzone/world'
import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { openZone, packetIn, token, unbalanced } from './support.ts'

describe('a failure that no caller waits for', () => {
  it('reaches the host: a relayer that can no longer pay says which packet waits and why', async () => {
    let told: (report: WorldReport) => void = () => {}
    const first = new Promise<WorldReport>((resolve) => {
      told = resolve
    })
    await using open = await openZone({ onReport: (report) => told(report) })
    const { zone, provider } = open
    const { mnemonic, cosmos } = zone.status
    const { relayer } = deriveAccounts(mnemonic, cosmos.prefix).services
    const purse = new Wallet(`0x${Buffer.from(relayer.ethereum.key).toString('hex')}`, provider)
    const [alice, bob] = [await open.person(0), await open.person(1)]

    const all = await provider.getBalance(purse.address)
    const gasPrice = 10n ** 10n
    const emptied = await purse.sendTransaction({
      to: alice.ethereum,
      value: all - 21_000n * gasPrice,
      gasLimit: 21_000,
      gasPrice,
    })
    await emptied.wait()
    expect(await provider.getBalance(purse.address)).toBe(0n)

    await bob.toEthereum(2n * token, alice.ethereum)
    const report = await first
    expect(report.place).toBe('relayer to 31337')
    expect(report.error).toMatchObject({
      code: 'WORLD_PACKET_SET_ASIDE',
      message: expect.stringContaining('channel-0/1, attempt 1: '),
    })
    expect(unbalanced([zone.books()])).toEqual([])

    // Paid again, it goes on by itself.
    const arrived = packetIn(zone, 'cosmos', 'acknowledged')
    const [signer] = zone.developers
    const payer = new Wallet(signer?.ethereumKey as string, provider)
    await (await payer.sendTransaction({ to: purse.address, value: token })).wait()
    expect(await arrived).toMatchObject({ id: 'cosmos/channel-0/1', amount: String(2n * token) })
  })

  it('is not a clean end: a batch that waited for a block then is nobody’s fault', async () => {
    const reports: WorldReport[] = []
    const open = await openZone({ blocks: { cosmos: { type: 'manual' } }, onReport: (report) => reports.push(report) })
    try {
      const alice = await open.person(0)
      await alice.toCosmos(token, alice.cosmos)
      // The batch lies in the pool of the Cosmos side now, or is about to.
      expect(open.zone.packets()).toMatchObject([{ state: 'sent' }])
    } finally {
      await open[Symbol.asyncDispose]()
    }
    expect(reports).toEqual([])
  })
})
