import { Signature, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import {
  Bench,
  bob,
  CHAIN_ID,
  carol,
  contractAddresses,
  exampleGenesis,
  FOREVER,
  GENESIS_SECONDS,
  TOKEN,
} from './harness.ts'

const owner = new Wallet(`0x${'11'.repeat(32)}`)
const ownerAddress = owner.address.toLowerCase() as `0x${string}`
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const types = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

interface Terms {
  readonly spender?: string
  readonly value?: bigint
  readonly nonce?: bigint
  readonly deadline?: bigint
  readonly chainId?: bigint
}

/** A permit as a wallet signs it: domain from the contract's own `eip712Domain()`. */
async function sign(bench: Bench, { spender = bob, value = 7n, nonce = 0n, deadline = FOREVER, chainId }: Terms = {}) {
  const domain = bench.read('DAI', 'eip712Domain')
  const signature = await owner.signTypedData(
    {
      name: domain['name'] as string,
      version: domain['version'] as string,
      chainId: chainId ?? (domain['chainId'] as bigint),
      verifyingContract: domain['verifyingContract'] as string,
    },
    types,
    { owner: owner.address, spender, value, nonce, deadline },
  )
  return Signature.from(signature)
}

describe('permit', () => {
  it('takes what ethers signs, once', async () => {
    const bench = new Bench(exampleGenesis())
    const max = 2n ** 256n - 1n
    for (const [nonce, value] of [7n, 0n, max].entries()) {
      const { v, r, s } = await sign(bench, { value, nonce: BigInt(nonce) })
      bench.send(carol, 'DAI', 'permit', owner.address, bob, value, FOREVER, v, r, s)
      expect(bench.logNames).toEqual(['DAI.Approval'])
      expect(bench.read('DAI', 'allowance', owner.address, bob)[0]).toBe(value)
      expect(bench.read('DAI', 'nonces', owner.address)[0]).toBe(BigInt(nonce) + 1n)
      expect(() => bench.send(carol, 'DAI', 'permit', owner.address, bob, value, FOREVER, v, r, s)).toThrow(
        /ERC2612InvalidSigner/,
      )
    }
  })

  it('is what transferFrom then spends', async () => {
    const bench = new Bench(exampleGenesis({ DAI: { balances: balancesWithOwner() } }))
    const { v, r, s } = await sign(bench, { value: 5n })
    bench.send(carol, 'DAI', 'permit', owner.address, bob, 5n, FOREVER, v, r, s)
    bench.send(bob, 'DAI', 'transferFrom', owner.address, carol, 5n)
    expect(bench.read('DAI', 'allowance', owner.address, bob)[0]).toBe(0n)
  })

  it('refuses a block later than its deadline, and takes one at it', async () => {
    const bench = new Bench(exampleGenesis())
    const at = await sign(bench, { deadline: GENESIS_SECONDS })
    bench.send(carol, 'DAI', 'permit', owner.address, bob, 7n, GENESIS_SECONDS, at.v, at.r, at.s)
    const before = await sign(bench, { deadline: GENESIS_SECONDS - 1n, nonce: 1n })
    expect(() =>
      bench.send(carol, 'DAI', 'permit', owner.address, bob, 7n, GENESIS_SECONDS - 1n, before.v, before.r, before.s),
    ).toThrow(`ERC2612ExpiredSignature(${GENESIS_SECONDS - 1n})`)
  })

  it.each([
    ['another spender', { spender: carol }],
    ['another value', { value: 8n }],
    ['another nonce', { nonce: 1n }],
    ['another deadline', { deadline: 99_999_999_999n }],
    ['another chain', { chainId: CHAIN_ID + 1n }],
  ] as const)('refuses a signature over %s', async (_what, terms) => {
    const bench = new Bench(exampleGenesis())
    const { v, r, s } = await sign(bench, terms)
    expect(() => bench.send(carol, 'DAI', 'permit', owner.address, bob, 7n, FOREVER, v, r, s)).toThrow(
      /ERC2612InvalidSigner\(0x[0-9a-fA-F]{40}, 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A\)/,
    )
    expect(bench.read('DAI', 'nonces', owner.address)[0]).toBe(0n)
  })

  it('refuses signatures of no canonical form', async () => {
    const bench = new Bench(exampleGenesis())
    const { v, r, s } = await sign(bench)
    const high = `0x${(ORDER - BigInt(s)).toString(16).padStart(64, '0')}`
    const permit =
      (...parts: readonly unknown[]) =>
      () =>
        bench.send(carol, 'DAI', 'permit', owner.address, bob, 7n, FOREVER, ...parts)
    expect(permit(v === 27 ? 28 : 27, r, high)).toThrow(`ECDSAInvalidSignatureS(${high})`)
    expect(permit(v - 27, r, s)).toThrow('ECDSAInvalidSignature()')
    expect(permit(v, `0x${'00'.repeat(32)}`, s)).toThrow('ECDSAInvalidSignature()')
    expect(permit(v, r, `0x${'00'.repeat(32)}`)).toThrow('ECDSAInvalidSignature()')
  })

  it('refuses the zero spender', async () => {
    const bench = new Bench(exampleGenesis())
    const zero = `0x${'00'.repeat(20)}`
    const { v, r, s } = await sign(bench, { spender: zero })
    expect(() => bench.send(carol, 'DAI', 'permit', owner.address, zero, 7n, FOREVER, v, r, s)).toThrow(
      `ERC20InvalidSpender(${zero})`,
    )
  })
})

function balancesWithOwner(): Record<string, string> {
  const { DAI } = exampleGenesis() as { DAI: { balances: Record<string, string> } }
  return { ...DAI.balances, [ownerAddress]: `${TOKEN}`, [contractAddresses.Brokerage]: '0' }
}
