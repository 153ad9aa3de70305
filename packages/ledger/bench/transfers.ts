import { ok, refuse } from '@pegzone/outcome'
import { amountCodec, hexAddressKey, type Ledger, type State, table, textKey, tuple } from '../src/index.ts'

export type Address = `0x${string}`

/** The two shapes a chain uses: one table of all denoms, or one per token. */
export const bank = table({ name: 'bank/balances', key: tuple(hexAddressKey, textKey), value: amountCodec })
export const token = table({ name: 'token/dai', key: hexAddressKey, value: amountCodec })
const finney = 10n ** 15n
export const noBody = new Uint8Array(32)

/** Numbers in [0, n), always the same. */
export function sequence(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

export function addresses(count: number): Address[] {
  const roll = sequence(7)
  const word = () =>
    roll(2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return Array.from({ length: count }, () => `0x${word()}${word()}${word()}${word()}${word()}` as const)
}

interface Transfer {
  readonly from: Address
  readonly to: Address
  readonly amount: bigint
}

const poor = refuse({ code: 'BENCH_POOR' })

function sendToken(state: State, { from, to, amount }: Transfer) {
  const balances = state.open(token)
  const left = (balances.get(from) ?? 0n) - amount
  if (left < 0n) return poor
  balances.set(from, left)
  balances.set(to, (balances.get(to) ?? 0n) + amount)
  state.emit({ type: 'transfer', from, to, amount } as { type: string })
  return ok()
}

function sendCoins(state: State, { from, to, amount }: Transfer) {
  const balances = state.open(bank)
  const left = (balances.get([from, 'acdai']) ?? 0n) - amount
  if (left < 0n) return poor
  balances.set([from, 'acdai'], left)
  balances.set([to, 'acdai'], (balances.get([to, 'acdai']) ?? 0n) + amount)
  state.emit({ type: 'transfer', from, to, amount } as { type: string })
  return ok()
}

export const shapes = { token: sendToken, bank: sendCoins }
export type Shape = keyof typeof shapes

export function fund(ledger: Ledger, accounts: readonly Address[], shape: Shape): void {
  ledger.apply((state) => {
    for (const account of accounts) {
      if (shape === 'token') state.open(token).set(account, 10n ** 24n)
      else state.open(bank).set([account, 'acdai'], 10n ** 24n)
    }
    return ok()
  })
  ledger.seal({ height: 0, timeNs: 0n }, noBody)
}

/** Seals blocks of so many transfers between random accounts, one message each. */
export function transferBlocks(ledger: Ledger, accounts: readonly Address[], shape: Shape) {
  const send = shapes[shape]
  const roll = sequence(3)
  return (blocks: number, perBlock: number) => {
    for (let b = 0; b < blocks; b++) {
      for (let i = 0; i < perBlock; i++) {
        const from = accounts[roll(accounts.length)]!
        const to = accounts[roll(accounts.length)]!
        const amount = finney + BigInt(i)
        if (from !== to) ledger.apply((state) => send(state, { from, to, amount }))
      }
      const height = ledger.head.height + 1
      ledger.seal({ height, timeNs: BigInt(height) }, noBody)
    }
  }
}

/** Best and median rate of slices, in operations per second. */
export function rates(slices: number, operations: number, slice: () => void) {
  const found: number[] = []
  for (let i = 0; i < slices; i++) {
    const start = process.hrtime.bigint()
    slice()
    found.push((operations * 1e9) / Number(process.hrtime.bigint() - start))
  }
  found.sort((a, b) => a - b)
  return { best: Math.round(found.at(-1)!), median: Math.round(found[found.length >> 1]!) }
}

export function report(name: string, value: number, unit: string, detail: string): void {
  console.log(JSON.stringify({ name, value, unit, detail }))
}
