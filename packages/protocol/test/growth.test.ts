import { describe, expect, it } from 'vitest'
import { sigmoidParticipants } from '../src/index.ts'
import { vectors } from './support.ts'

const { growth } = vectors<{ readonly growth: readonly { readonly month: number; readonly participants: number }[] }>(
  'seed-run',
)

describe('sigmoid growth', () => {
  it.each(growth)('month $month: $participants', ({ month, participants }) => {
    expect(sigmoidParticipants(month)).toBe(participants)
  })

  it('is exactly 30 at the midpoint, T - 1 = 12', () => {
    expect(sigmoidParticipants(13)).toBe(30)
  })

  it('ends at 54 of at most 60 and never falls, by month or by day', () => {
    expect(sigmoidParticipants(24)).toBe(54)
    for (let day = 1; day <= 720; day++) {
      expect(sigmoidParticipants(1 + day / 30)).toBeGreaterThanOrEqual(sigmoidParticipants(1 + (day - 1) / 30))
    }
    expect(sigmoidParticipants(1_000)).toBeLessThanOrEqual(60)
  })
})
