import { contractAbis, contractNames } from '@pegzone/contracts'
import { bytesToHex, hexToBytes, keccak256, toHex, utf8ToBytes } from '@pegzone/encoding'
import { describe, expect, it } from 'vitest'
import { alice, Bench, bob, CHAIN_ID, contractAddresses, exampleGenesis, interfaces, TOKEN } from './harness.ts'

const bench = new Bench(exampleGenesis())

function call(data: Uint8Array, value = 0n) {
  return bench.ledger.probe((state) =>
    bench.builtIn('DAI').call(
      {
        state,
        self: contractAddresses.DAI,
        caller: alice,
        origin: alice,
        value,
        block: { number: 1n, timeNs: bench.timeNs, chainId: CHAIN_ID },
      },
      data,
    ),
  )
}

describe('addresses', () => {
  it('are the last 20 bytes of the hash of the name', () => {
    for (const name of contractNames) {
      expect(contractAddresses[name]).toBe(`0x${toHex(keccak256(utf8ToBytes(`pegzone/${name}`))).slice(24)}`)
    }
  })

  it('belong to one built-in each', () => {
    expect(bench.contracts.builtIns.map(({ name }) => name)).toEqual([...contractNames])
    for (const { name, address } of bench.contracts.builtIns) {
      expect(address).toBe(contractAddresses[name as keyof typeof contractAddresses])
    }
  })
})

describe('a call that the contract does not understand reverts without data', () => {
  const transfer = hexToBytes(interfaces.DAI.encodeFunctionData('transfer', [bob, 1n]))
  it.each([
    ['nothing', new Uint8Array()],
    ['three bytes', transfer.subarray(0, 3)],
    ['an unknown selector', Uint8Array.of(1, 2, 3, 4)],
    ['arguments cut short', transfer.subarray(0, 67)],
    ['an address with dirty upper bytes', Uint8Array.from(transfer, (byte, i) => (i === 4 ? 1 : byte))],
  ])('%s', (_what, data) => {
    const answer = call(data)
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'ETHEREUM_REVERT' } })
    expect(!answer.ok && answer.rejection.data.length).toBe(0)
    expect(bench.builtIn('DAI').gasOf(data)).toBeGreaterThan(0n)
  })

  it('ether', () => {
    expect(call(transfer, 1n)).toMatchObject({ ok: false, rejection: { data: new Uint8Array() } })
  })
})

it('ignores bytes behind the arguments, as bytecode does', () => {
  const data = hexToBytes(`${interfaces.DAI.encodeFunctionData('balanceOf', [alice])}c0ffee`)
  const answer = call(data)
  expect(answer.ok && BigInt(bytesToHex(answer.value))).toBe(1_000_000n * TOKEN)
})

it('knows views from transactions, and has gas for every function', () => {
  for (const name of contractNames) {
    const builtIn = bench.builtIn(name)
    for (const item of contractAbis[name]) {
      if (item.type !== 'function') continue
      const { selector } = interfaces[name].getFunction(item.name)!
      expect(builtIn.isView(selector)).toBe(item.stateMutability === 'view')
      expect(builtIn.gasOf(hexToBytes(selector))).toBeGreaterThan(0n)
    }
    expect(builtIn.isView('0x01020304')).toBe(false)
  }
})

it('carries a reason that a person can read beside the data', () => {
  const data = hexToBytes(interfaces.DAI.encodeFunctionData('transfer', [bob, 2n ** 200n]))
  const answer = call(data)
  expect(!answer.ok && answer.rejection.reason).toMatch(/^ERC20InsufficientBalance\(0xa1a1/)
})
