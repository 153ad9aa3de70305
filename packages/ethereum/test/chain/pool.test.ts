import { ok } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { accountsTable } from '../../src/index.ts'
import { alice, bob, CHAIN_ID, carol, ETHER, GWEI, openWithGenesis, START, signed } from './support.ts'

const codeOf = (outcome: { readonly ok: boolean; readonly rejection?: { readonly code: string } }) =>
  outcome.ok ? 'ok' : outcome.rejection!.code

/** What spoils a good transaction, and how it is refused. */
const refusals = [
  { name: 'another chain id', spoil: { chainId: 1n }, code: 'ETHEREUM_CHAIN_ID_MISMATCH' },
  { name: 'gas below the intrinsic part', spoil: { gasLimit: 20_999n }, code: 'ETHEREUM_INTRINSIC_GAS' },
  {
    name: 'gas that does not pay its data',
    spoil: { gasLimit: 21_015n, data: Uint8Array.of(1) },
    code: 'ETHEREUM_INTRINSIC_GAS',
  },
  { name: 'more gas than a block has', spoil: { gasLimit: 30_000_001n }, code: 'ETHEREUM_GAS_LIMIT_TOO_HIGH' },
  {
    name: 'a fee cap below the base fee',
    spoil: { maxFeePerGas: GWEI - 1n, maxPriorityFeePerGas: 0n },
    code: 'ETHEREUM_FEE_CAP_TOO_LOW',
  },
  {
    name: 'a tip above the fee cap',
    spoil: { maxFeePerGas: 2n * GWEI, maxPriorityFeePerGas: 2n * GWEI + 1n },
    code: 'ETHEREUM_TIP_ABOVE_FEE_CAP',
  },
  { name: 'a value above the balance', spoil: { value: 10_000n * ETHER }, code: 'ETHEREUM_INSUFFICIENT_FUNDS' },
  { name: 'contract creation', spoil: { to: undefined }, code: 'ETHEREUM_CREATION_UNSUPPORTED' },
] as const

describe('pool', () => {
  it.each(refusals)('refuses $name', ({ spoil, code }) => {
    const { chain } = openWithGenesis()
    expect(codeOf(chain.submit(signed(0n, spoil)))).toBe(code)
    expect(codeOf(chain.submit(signed(0n)))).toBe('ok')
  })

  it('refuses what is no transaction, and types it does not run', () => {
    const { chain } = openWithGenesis()
    expect(codeOf(chain.submit(Uint8Array.of(0xc0)))).toBe('ETHEREUM_TX_UNDECODABLE')
    expect(codeOf(chain.submit(new Uint8Array(0)))).toBe('ETHEREUM_TX_UNDECODABLE')
    expect(codeOf(chain.submit(Uint8Array.of(3, 0xc0)))).toBe('ETHEREUM_TX_TYPE_UNSUPPORTED')
    expect(codeOf(chain.submit(Uint8Array.of(4, 0xc0)))).toBe('ETHEREUM_TX_TYPE_UNSUPPORTED')
    // The private envelope of trusted transactions is no way around the signature.
    expect(codeOf(chain.submit(Uint8Array.of(0x7f, 0xc0)))).toBe('ETHEREUM_TX_TYPE_UNSUPPORTED')
  })

  it('takes legacy transactions with and without a chain id, and access lists', () => {
    const { chain } = openWithGenesis()
    const legacy = { type: 0, gasPrice: 2n * GWEI, chainId: undefined } as const
    expect(codeOf(chain.submit(signed(0n, { ...legacy, chainId: CHAIN_ID })))).toBe('ok')
    expect(codeOf(chain.submit(signed(1n, legacy as never)))).toBe('ok')
    const accessList = [{ address: bob, storageKeys: [`0x${'00'.repeat(32)}`] }] as const
    expect(codeOf(chain.submit(signed(2n, { type: 1, gasPrice: 2n * GWEI, accessList })))).toBe('ok')
    const { transactions } = chain.produce(START)
    expect(transactions.map(({ receipt }) => receipt.gasUsed)).toEqual([21_000n, 21_000n, 21_000n + 2_400n + 1_900n])
    expect(transactions.map(({ tx }) => tx.signed?.type)).toEqual([0, 0, 1])
  })

  it('knows what waits, and calls what is mined a used nonce', () => {
    const { chain } = openWithGenesis()
    const raw = signed(0n)
    chain.submit(raw)
    expect(codeOf(chain.submit(raw))).toBe('ETHEREUM_ALREADY_KNOWN')
    chain.produce(START)
    expect(chain.submit(raw)).toEqual({
      ok: false,
      rejection: { code: 'ETHEREUM_NONCE_TOO_LOW', sender: alice, nonce: 0n, next: 1n },
    })
  })

  it('keeps what is behind a gap until the gap closes, then runs it in nonce order', () => {
    const { chain } = openWithGenesis()
    chain.submit(signed(2n))
    chain.submit(signed(1n))
    expect(chain.hasWork()).toBe(false)
    expect(chain.pendingNonce(alice)).toBe(0n)
    expect(chain.poolContent()).toMatchObject({ pending: [], queued: [{ nonce: 1n }, { nonce: 2n }] })
    chain.submit(signed(0n))
    expect(chain.pendingNonce(alice)).toBe(3n)
    expect(chain.produce(START).transactions.map(({ tx }) => tx.nonce)).toEqual([0n, 1n, 2n])
    expect(chain.hasWork()).toBe(false)
    expect(chain.account(alice).nonce).toBe(3n)
  })

  it('replaces only for 10 % more of both fee and tip', () => {
    const { chain } = openWithGenesis()
    const fees = (cap: bigint, tip: bigint) => signed(0n, { maxFeePerGas: cap, maxPriorityFeePerGas: tip })
    chain.submit(fees(2_000_000_000n, 1_000_000_000n))
    expect(codeOf(chain.submit(fees(2_200_000_000n, 1_099_999_999n)))).toBe('ETHEREUM_REPLACEMENT_UNDERPRICED')
    expect(codeOf(chain.submit(fees(2_199_999_999n, 1_100_000_000n)))).toBe('ETHEREUM_REPLACEMENT_UNDERPRICED')
    const better = chain.submit(fees(2_200_000_000n, 1_100_000_000n))
    expect(codeOf(better)).toBe('ok')
    const block = chain.produce(START)
    expect(block.transactions.map(({ hash }) => hash)).toEqual([better.ok && better.value])
  })

  it('counts everything that waits against the balance', () => {
    const { chain } = openWithGenesis()
    expect(codeOf(chain.submit(signed(0n, { value: 6_000n * ETHER })))).toBe('ok')
    expect(codeOf(chain.submit(signed(1n, { value: 6_000n * ETHER })))).toBe('ETHEREUM_INSUFFICIENT_FUNDS')
    expect(codeOf(chain.submit(signed(1n, { value: 3_000n * ETHER })))).toBe('ok')
  })

  it('bounds how much may wait', () => {
    const { chain } = openWithGenesis({ poolLimit: 2 })
    chain.submit(signed(0n))
    chain.submit(signed(1n))
    expect(chain.submit(signed(2n))).toEqual({ ok: false, rejection: { code: 'ETHEREUM_POOL_FULL', limit: 2 } })
    const better = signed(1n, { maxFeePerGas: 3n * GWEI, maxPriorityFeePerGas: 2n * GWEI })
    expect(codeOf(chain.submit(better))).toBe('ok')
  })

  it('orders senders by effective tip, then by arrival', () => {
    const { chain } = openWithGenesis()
    const tip = (wei: bigint) => ({ maxPriorityFeePerGas: wei, maxFeePerGas: GWEI + wei })
    chain.submit(signed(0n, tip(1n), 0))
    chain.submit(signed(1n, tip(9n), 0))
    chain.submit(signed(0n, tip(5n), 1))
    // The cap leaves a tip of 1 only, whatever the priority fee says.
    chain.submit(signed(0n, { maxPriorityFeePerGas: GWEI, maxFeePerGas: GWEI + 1n }, 2))
    const order = chain.produce(START).transactions.map(({ from, tx }) => [from, tx.nonce])
    expect(order).toEqual([
      [bob, 0n],
      [alice, 0n],
      [alice, 1n],
      [carol, 0n],
    ])
  })

  it('fills a block up to its gas limit and leaves the rest for the next', () => {
    const { chain } = openWithGenesis({ gasLimit: 71_000n })
    for (const nonce of [0n, 1n, 2n]) chain.submit(signed(nonce, { gasLimit: 50_000n }))
    expect(chain.produce(START).transactions).toHaveLength(2)
    expect(chain.hasWork()).toBe(true)
    expect(chain.produce(START).transactions).toHaveLength(1)
    expect(chain.hasWork()).toBe(false)
  })

  it('drops what can no longer pay, says so, and lets what is behind it wait', () => {
    const { chain, ledger } = openWithGenesis()
    const first = chain.submit(signed(0n, { value: ETHER }))
    chain.submit(signed(1n))
    ledger.apply((state) => {
      state.open(accountsTable).set(alice, { nonce: 0n, balance: ETHER / 2n })
      return ok()
    })
    const block = chain.produce(START)
    expect(block.transactions).toEqual([])
    expect(block.dropped).toMatchObject([
      { hash: first.ok && first.value, rejection: { code: 'ETHEREUM_INSUFFICIENT_FUNDS', have: ETHER / 2n } },
    ])
    expect(chain.hasWork()).toBe(false)
    expect(chain.poolContent()).toMatchObject({ pending: [], queued: [{ nonce: 1n }] })
    chain.submit(signed(0n))
    expect(chain.produce(START).transactions).toHaveLength(2)
  })

  it('tells listeners of every transaction it takes', () => {
    const { chain } = openWithGenesis()
    const seen: bigint[] = []
    const stop = chain.onPending(({ nonce }) => seen.push(nonce))
    chain.submit(signed(0n))
    chain.submit(signed(5n))
    chain.submit(signed(0n, { chainId: 1n }))
    stop()
    chain.submit(signed(1n))
    expect(seen).toEqual([0n, 5n])
  })
})
