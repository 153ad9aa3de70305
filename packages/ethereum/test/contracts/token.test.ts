import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractViolations } from '../../src/contracts/laws.ts'
import { alice, Bench, bob, CHAIN_ID, carol, contractAddresses, exampleGenesis, operator, TOKEN } from './harness.ts'

const ZERO = `0x${'00'.repeat(20)}` as const
const MAX = 2n ** 256n - 1n

describe('the tokens', () => {
  it('describe themselves', () => {
    const bench = new Bench(exampleGenesis())
    for (const [name, minter] of [
      ['DAI', ZERO],
      ['IXO', contractAddresses.MarketMaker],
      ['IXOS', contractAddresses.Brokerage],
    ] as const) {
      expect(bench.read(name, 'symbol')[0]).toBe(name)
      expect(bench.read(name, 'name')[0]).toMatch(/\w/)
      expect(bench.read(name, 'decimals')[0]).toBe(18n)
      expect((bench.read(name, 'minter')[0] as string).toLowerCase()).toBe(minter)
      const domain = bench.read(name, 'eip712Domain')
      expect(domain['fields']).toBe('0x0f')
      expect(domain['chainId']).toBe(CHAIN_ID)
      expect((domain['verifyingContract'] as string).toLowerCase()).toBe(contractAddresses[name])
    }
  })

  it.each([
    ['0x01ffc9a7', true],
    ['0x36372b07', true],
    ['0x9d8ff7da', true],
    ['0xffffffff', false],
    ['0x80ac58cd', false],
  ])('answer %s of ERC-165 with %s', (id, supported) => {
    expect(new Bench(exampleGenesis()).read('DAI', 'supportsInterface', id)[0]).toBe(supported)
  })

  it('move units and say so', () => {
    const bench = new Bench(exampleGenesis())
    expect(bench.send(alice, 'DAI', 'transfer', bob, 5n)[0]).toBe(true)
    expect(bench.logNames).toEqual(['DAI.Transfer'])
    expect(bench.log('Transfer')).toMatchObject({ value: 5n })
    expect(bench.balance('DAI', bob)).toBe(1_000_000n * TOKEN + 5n)
    expect(bench.balance('DAI', alice)).toBe(1_000_000n * TOKEN - 5n)
  })

  it('let a transfer of nothing and to oneself pass without a change', () => {
    const bench = new Bench(exampleGenesis())
    for (const value of [0n, 1_000_000n * TOKEN]) {
      bench.send(alice, 'DAI', 'transfer', alice, value)
      expect(bench.logNames).toEqual(['DAI.Transfer'])
      expect(bench.balance('DAI', alice)).toBe(1_000_000n * TOKEN)
    }
    bench.send(bob, 'IXO', 'transfer', carol, 0n)
    expect(bench.balance('IXO', carol)).toBe(0n)
  })

  it('use up an allowance, but not the infinite one', () => {
    const bench = new Bench(exampleGenesis())
    bench.send(alice, 'DAI', 'approve', bob, 10n)
    bench.send(bob, 'DAI', 'transferFrom', alice, carol, 4n)
    expect(bench.read('DAI', 'allowance', alice, bob)[0]).toBe(6n)
    bench.send(bob, 'DAI', 'transferFrom', alice, carol, 6n)
    expect(bench.read('DAI', 'allowance', alice, bob)[0]).toBe(0n)
    bench.send(alice, 'DAI', 'approve', bob, MAX)
    bench.send(bob, 'DAI', 'transferFrom', alice, carol, 1n)
    expect(bench.read('DAI', 'allowance', alice, bob)[0]).toBe(MAX)
    bench.send(alice, 'DAI', 'approve', bob, 0n)
    expect(bench.log('Approval')).toMatchObject({ value: 0n })
    expect(bench.read('DAI', 'allowance', alice, bob)[0]).toBe(0n)
  })

  it.each([
    ['transfer', [ZERO, 1n], `ERC20InvalidReceiver(${ZERO})`, '0xec442f05'],
    ['transfer', [bob, 2_000_000n * TOKEN], /^ERC20InsufficientBalance\(0xA1/, '0xe450d38c'],
    ['transfer', [bob, MAX], /^ERC20InsufficientBalance/, '0xe450d38c'],
    ['approve', [ZERO, 1n], `ERC20InvalidSpender(${ZERO})`, '0x94280d62'],
    ['transferFrom', [bob, carol, 1n], /^ERC20InsufficientAllowance\(.*, 0, 1\)/, '0xfb8f41b2'],
    ['transferFrom', [ZERO, carol, 0n], `ERC20InvalidApprover(${ZERO})`, '0xe602df05'],
    ['mint', [alice, 1n], /^PegTokenUnauthorizedMinter/, undefined],
    ['burn', [alice, 1n], /^PegTokenUnauthorizedMinter/, undefined],
  ] as const)('refuse %s %o', (method, args, error, selector) => {
    const bench = new Bench(exampleGenesis())
    let caught: unknown
    try {
      bench.send(alice, 'DAI', method, ...args)
    } catch (reverted) {
      caught = reverted
    }
    expect(caught).toMatchObject({ message: expect.stringMatching(error instanceof RegExp ? error : escaped(error)) })
    if (selector !== undefined) {
      expect(Buffer.from((caught as { data: Uint8Array }).data.subarray(0, 4)).toString('hex')).toBe(selector.slice(2))
    }
  })

  it('refuse the zero sender, which only a call can be', () => {
    const bench = new Bench(exampleGenesis())
    expect(() => bench.readAs(ZERO, 'DAI', 'transfer', bob, 0n)).toThrow(`ERC20InvalidSender(${ZERO})`)
    expect(() => bench.readAs(ZERO, 'DAI', 'approve', bob, 0n)).toThrow(`ERC20InvalidApprover(${ZERO})`)
  })

  it('let the minter mint and burn, below 2^120', () => {
    const bench = new Bench(exampleGenesis())
    const { MarketMaker } = contractAddresses
    bench.readAs(MarketMaker, 'IXO', 'mint', alice, 5n)
    expect(() => bench.readAs(MarketMaker, 'IXO', 'mint', alice, 2n ** 120n)).toThrow(/PegTokenSupplyExceeded/)
    expect(() => bench.readAs(MarketMaker, 'IXO', 'mint', ZERO, 5n)).toThrow(/ERC20InvalidReceiver/)
    expect(() => bench.readAs(MarketMaker, 'IXO', 'burn', ZERO, 5n)).toThrow(/ERC20InvalidSender/)
    expect(() => bench.readAs(MarketMaker, 'IXO', 'burn', alice, 5n)).toThrow(/ERC20InsufficientBalance/)
    expect(() => bench.readAs(contractAddresses.Brokerage, 'IXO', 'mint', alice, 5n)).toThrow(/UnauthorizedMinter/)
  })
})

describe('properties of ERC-20', () => {
  const accounts = [alice, bob, carol, operator] as const
  const account = fc.constantFrom(...accounts)
  const amount = fc.oneof(fc.bigInt(0n, 10n), fc.bigInt(0n, 2_000_000n * TOKEN), fc.constant(MAX))
  const step = fc.oneof(
    fc.record({ method: fc.constant('transfer' as const), by: account, to: account, value: amount }),
    fc.record({ method: fc.constant('approve' as const), by: account, to: account, value: amount }),
    fc.record({ method: fc.constant('transferFrom' as const), by: account, from: account, to: account, value: amount }),
  )

  it('balances always sum up to the supply, and follow a plain model', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const bench = new Bench(exampleGenesis())
        const supply = bench.read('DAI', 'totalSupply')[0]
        const balances = new Map<string, bigint>(accounts.map((each) => [each, 1_000_000n * TOKEN]))
        const allowances = new Map<string, bigint>()
        const move = (from: string, to: string, value: bigint) => {
          if (balances.get(from)! < value) return false
          balances.set(from, balances.get(from)! - value)
          balances.set(to, balances.get(to)! + value)
          return true
        }
        for (const each of steps) {
          const key = each.method === 'transferFrom' ? `${each.from}/${each.by}` : `${each.by}/${each.to}`
          const allowed = allowances.get(key) ?? 0n
          let expected = true
          if (each.method === 'approve') allowances.set(key, each.value)
          else if (each.method === 'transfer') expected = move(each.by, each.to, each.value)
          else {
            expected = allowed >= each.value && move(each.from, each.to, each.value)
            if (expected && allowed !== MAX) allowances.set(key, allowed - each.value)
          }
          const args = each.method === 'transferFrom' ? [each.from, each.to, each.value] : [each.to, each.value]
          let done = true
          try {
            bench.send(each.by, 'DAI', each.method, ...args)
          } catch {
            done = false
          }
          expect(done).toBe(expected)
        }
        for (const each of accounts) expect(bench.balance('DAI', each)).toBe(balances.get(each))
        expect(bench.read('DAI', 'totalSupply')[0]).toBe(supply)
        expect(contractViolations(bench.view)).toEqual([])
      }),
      { numRuns: 40, seed: 20250101 },
    )
  })
})

function escaped(text: string): RegExp {
  return new RegExp(`^${text.replace(/[()]/g, '\\$&')}$`)
}
