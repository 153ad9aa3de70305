import { type AdminClient, createAdminClient } from '@pegzone/api'
import { expect } from 'vitest'
import { connect } from '../../examples/working-example/chains.mjs'
import { steps } from '../../examples/working-example/steps.mjs'
import type { Emulator } from './harness.ts'
import { until } from './until.ts'

const token = 10n ** 18n

export const adminOf = ({ status }: Emulator): AdminClient => createAdminClient({ url: status.admin })

/** Tells the steps from `first` up to, not including, `end`, with clients of their own. */
export async function tell({ status }: Emulator, first: number, end: number): Promise<void> {
  const [alice, bob] = await Promise.all([connect(status, 'alice'), connect(status, 'bob')])
  try {
    for (const step of steps.slice(first, end)) await step.run({ alice, bob, log: () => {} })
  } finally {
    alice.close()
    bob.close()
  }
}

/** What the story leaves behind, by the admin API: nothing under way, nothing unbacked, escrow to the base unit. */
export async function expectFinalBooks(emulator: Emulator): Promise<void> {
  const admin = adminOf(emulator)
  await until('every packet to settle', async () => (await admin.packets({ pending: true })).length === 0)
  const { lanes } = await admin.books()
  const expected = { dai: 10_000_000n * token, ixo: 0n, ixos: 50n * token }
  expect(
    lanes.map(({ lane, balanced, unbackedSupply, inFlight, escrow, vouchers }) => ({
      lane,
      balanced,
      unbackedSupply,
      inFlight,
      escrow,
      vouchers,
    })),
  ).toEqual(
    Object.entries(expected).map(([lane, amount]) => ({
      lane,
      balanced: true,
      unbackedSupply: '0',
      inFlight: '0',
      escrow: String(amount),
      vouchers: String(amount),
    })),
  )
  const packets = await admin.packets()
  expect(packets.map(({ id, state, denom, amount }) => [id, state, denom, amount]).sort()).toEqual([
    ['cosmos/channel-0/1', 'acknowledged', 'transfer/channel-0/ixo', String(50n * token)],
    ['ethereum/channel-0/1', 'acknowledged', 'ixos', String(50n * token)],
    ['ethereum/channel-0/2', 'acknowledged', 'ixo', String(50n * token)],
  ])
}
