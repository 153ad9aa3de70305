import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountOf } from '../../src/index.ts'
import {
  alice,
  bob,
  carol,
  dave,
  ETHER,
  GWEI,
  keys,
  openWithGenesis,
  SECOND,
  START,
  signed,
  toyAddress,
  toyBalanceOf,
  toyTransferEvent,
  transferData,
} from './support.ts'

const toToy = (amount: bigint) => ({ to: toyAddress, value: 0n, data: transferData(bob, amount) })

describe('execution', () => {
  it('charges gas at the effective price, burns the base fee and tips the coinbase', () => {
    const { chain } = openWithGenesis({ coinbase: carol })
    chain.submit(signed(0n, { to: bob, value: ETHER, maxFeePerGas: 3n * GWEI, maxPriorityFeePerGas: GWEI }))
    const { transactions } = chain.produce(START)
    expect(transactions[0]!.receipt).toMatchObject({ status: 1, gasUsed: 21_000n, effectiveGasPrice: 2n * GWEI })
    expect(chain.account(alice)).toEqual({ nonce: 1n, balance: 9_999n * ETHER - 42_000n * GWEI })
    expect(chain.account(bob).balance).toBe(10_001n * ETHER)
    expect(chain.account(carol).balance).toBe(10_000n * ETHER + 21_000n * GWEI)
    expect(chain.totals).toEqual({ issued: 30_000n * ETHER, burnt: 21_000n * GWEI })
  })

  it('runs a built-in and keeps its logs', () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(0n, toToy(5n)))
    const { transactions, header } = chain.produce(START)
    const { receipt } = transactions[0]!
    expect(receipt.status).toBe(1)
    expect(receipt.logs).toHaveLength(1)
    expect(toyTransferEvent.decode(receipt.logs[0]!)).toEqual({ ok: true, value: [alice, bob, 5n] })
    expect(header.logsBloom.some((byte) => byte !== 0)).toBe(true)
  })

  it('mines a revert with status 0: nonce and fee are taken, everything else is undone', () => {
    const { chain, ledger } = openWithGenesis()
    chain.submit(signed(0n, { ...toToy(1001n), value: 7n }))
    const { receipt } = chain.produce(START).transactions[0]!
    expect(receipt).toMatchObject({ status: 0, logs: [], revertData: Uint8Array.of(1, 2, 3, 4) })
    expect(chain.account(alice)).toEqual({ nonce: 1n, balance: 10_000n * ETHER - receipt.gasUsed * 2n * GWEI })
    expect(chain.account(toyAddress).balance).toBe(0n)
    expect(ledger.export().tables['toy/balances'] ?? []).toEqual([])
  })

  it('mines a transaction that runs out of gas with all its gas used', () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(0n, { ...toToy(1n), gasLimit: 40_000n }))
    const { receipt } = chain.produce(START).transactions[0]!
    expect(receipt).toMatchObject({ status: 0, gasUsed: 40_000n, logs: [] })
  })

  it('moves the value of a call before it runs', () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(0n, { ...toToy(1n), value: 9n }))
    chain.produce(START)
    expect(chain.account(toyAddress).balance).toBe(9n)
  })

  it('takes data to an address without code as a plain transfer', () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(0n, { to: dave, value: 3n, data: Uint8Array.of(1, 0, 2) }))
    const { receipt } = chain.produce(START).transactions[0]!
    expect(receipt).toMatchObject({ status: 1, gasUsed: 21_000n + 2n * 16n + 4n })
    expect(chain.account(dave).balance).toBe(3n)
  })

  it('pays to oneself only the fee', () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(0n, { to: alice, value: 5n * ETHER }))
    chain.produce(START)
    expect(chain.account(alice).balance).toBe(10_000n * ETHER - 42_000n * GWEI)
  })

  it('numbers logs and gas through the block', () => {
    const { chain } = openWithGenesis()
    for (const nonce of [0n, 1n, 2n]) chain.submit(signed(nonce, toToy(nonce === 1n ? 5000n : 1n)))
    const { transactions, header } = chain.produce(START)
    expect(transactions.map(({ receipt }) => receipt.firstLogIndex)).toEqual([0, 1, 1])
    const gas = transactions.map(({ receipt }) => receipt.gasUsed)
    expect(transactions[2]!.receipt.cumulativeGasUsed).toBe(gas[0]! + gas[1]! + gas[2]!)
    expect(header.gasUsed).toBe(transactions[2]!.receipt.cumulativeGasUsed)
  })

  it('keeps block time in whole seconds, strictly increasing', () => {
    const { chain } = openWithGenesis()
    const times = [START - 5n * SECOND, START + 1n, START + 10n * SECOND + 999n, START].map((at) => {
      const { timeNs, header } = chain.produce(at)
      expect(header.timestamp * SECOND).toBe(timeNs)
      return (timeNs - START) / SECOND
    })
    expect(times).toEqual([1n, 2n, 10n, 11n])
  })

  it('believes unsigned transactions only where they are allowed', () => {
    const request = { from: alice, to: bob, value: ETHER, gasLimit: 21_000n }
    expect(openWithGenesis().chain.submitTrusted(request)).toEqual({
      ok: false,
      rejection: { code: 'ETHEREUM_SIGNATURE_REQUIRED' },
    })
    const { chain } = openWithGenesis({ signatures: 'trusted' })
    expect(chain.submitTrusted(request).ok).toBe(true)
    expect(chain.submitTrusted(request).ok).toBe(true)
    const { transactions } = chain.produce(START)
    expect(transactions.map(({ tx }) => tx.nonce)).toEqual([0n, 1n])
    expect(chain.account(alice)).toEqual({ nonce: 2n, balance: 9_998n * ETHER - 42_000n * GWEI })
  })

  it('answers calls without a trace, and tells why one has no answer', () => {
    const { chain } = openWithGenesis()
    const call = chain.call({ from: alice, to: toyAddress, data: transferData(bob, 5n) })
    expect(call).toMatchObject({ ok: true, value: { output: { length: 32 } } })
    chain.produce(START)
    expect(chain.call({ to: toyAddress, data: toyBalanceOf.encode([bob]) })).toMatchObject({ ok: true })
    const code = (request: Parameters<typeof chain.call>[0]) => {
      const outcome = chain.call(request)
      return outcome.ok ? 'ok' : outcome.rejection.code
    }
    expect(code({ from: alice, to: toyAddress, data: transferData(bob, 1001n) })).toBe('ETHEREUM_REVERT')
    expect(code({ from: dave, to: bob, value: 1n })).toBe('ETHEREUM_INSUFFICIENT_VALUE')
    expect(code({ from: alice, to: toyAddress, data: transferData(bob, 1n), gas: 21_000n })).toBe(
      'ETHEREUM_GAS_ALLOWANCE',
    )
    expect(code({ from: dave, to: bob, feeCap: GWEI })).toBe('ETHEREUM_GAS_ALLOWANCE')
    expect(code({ from: alice })).toBe('ETHEREUM_CREATION_UNSUPPORTED')
  })

  it('estimates exactly what the transaction then uses', () => {
    const { chain } = openWithGenesis()
    const request = { from: alice, to: toyAddress, data: transferData(bob, 5n) }
    const estimate = chain.call(request)
    if (!estimate.ok) throw new Error(estimate.rejection.code)
    chain.submit(signed(0n, { ...toToy(5n), gasLimit: estimate.value.gas }))
    expect(chain.produce(START).transactions[0]!.receipt).toMatchObject({ status: 1, gasUsed: estimate.value.gas })
  })

  it('answers calls on past states, writes of the call included', async () => {
    const { chain, ledger } = openWithGenesis()
    chain.submit(signed(0n, toToy(5n)))
    chain.produce(START)
    chain.submit(signed(1n, toToy(5n)))
    chain.produce(START)
    const balanceAt = async (height: number) => {
      const called = await chain.callAt({ to: toyAddress, data: toyBalanceOf.encode([bob]) }, height)
      return called.ok ? BigInt(`0x${Buffer.from(called.value.output).toString('hex')}`) : undefined
    }
    expect(await Promise.all([0, 1, 2].map(balanceAt))).toEqual([1000n, 1005n, 1010n])
    const before = ledger.head.root
    // At height 1 alice still has 995; a revert at the past leaves the view as it was.
    const spend = (amount: bigint) => chain.callAt({ from: alice, to: toyAddress, data: transferData(bob, amount) }, 1)
    expect((await spend(995n)).ok).toBe(true)
    expect((await spend(996n)).ok).toBe(false)
    expect(await balanceAt(1)).toBe(1005n)
    expect(ledger.head.root).toBe(before)
    expect(await chain.callAt({ to: bob }, 3)).toEqual({
      ok: false,
      rejection: { code: 'ETHEREUM_BLOCK_UNKNOWN', height: 3 },
    })
  })

  it('never makes or loses wei but by issue and burning', () => {
    const step = fc.record({
      signer: fc.nat(keys.length - 1),
      to: fc.constantFrom(alice, bob, carol, dave, toyAddress),
      value: fc.bigInt(0n, 4_000n * ETHER),
      amount: fc.bigInt(0n, 2000n),
      tip: fc.bigInt(0n, 5n * GWEI),
      mine: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { chain, ledger, wei } = openWithGenesis({ coinbase: dave })
        for (const { signer, to, value, amount, tip, mine } of steps) {
          const from = [alice, bob, carol, dave][signer]!
          const data = to === toyAddress ? transferData(bob, amount) : new Uint8Array(0)
          const fees = { maxFeePerGas: GWEI + tip, maxPriorityFeePerGas: tip }
          chain.submit(signed(chain.pendingNonce(from), { to, value, data, ...fees }, signer))
          if (mine) chain.produce(START)
        }
        chain.produce(START)
        const { issued, burnt } = chain.totals
        expect(wei()).toBe(issued - burnt)
        expect(accountOf(ledger.latest, alice).balance).toBeGreaterThanOrEqual(0n)
      }),
      { seed: 20_261_125, numRuns: 40 },
    )
  })
})
