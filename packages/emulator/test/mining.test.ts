import { describe, expect, it } from 'vitest'
import { createPegzone } from '../src/index.ts'

describe('mining by request', () => {
  it('makes blocks only when asked, at the time asked for, and goes back to automine', async () => {
    const zone = await createPegzone({ ports: false, blocks: { ethereum: { type: 'manual' } } })
    try {
      const { provider } = zone.ethereum
      const request = (method: string, ...params: readonly unknown[]) => provider.request({ method, params })
      const height = async () => Number(await request('eth_blockNumber'))
      const [from, to] = (await request('eth_accounts')) as [string, string]
      expect(await request('anvil_getAutomine')).toBe(false)
      const hash = await request('eth_sendTransaction', { from, to, value: '0x1' })
      expect(await height()).toBe(0)
      expect(await request('eth_getTransactionReceipt', hash)).toBeNull()
      await request('evm_mine')
      expect(await request('eth_getTransactionReceipt', hash)).toMatchObject({ status: '0x1', blockNumber: '0x1' })

      await request('anvil_mine', '0x3')
      expect(await height()).toBe(4)
      const later = Math.floor(Date.now() / 1000) + 5_000
      await request('evm_mine', later)
      expect(await request('eth_getBlockByNumber', 'latest', false)).toMatchObject({
        number: '0x5',
        timestamp: `0x${later.toString(16)}`,
      })

      await request('evm_setAutomine', true)
      const next = await request('eth_sendTransaction', { from, to, value: '0x2' })
      expect(await request('eth_getTransactionReceipt', next)).toMatchObject({ status: '0x1' })
      expect(await height()).toBe(6)
    } finally {
      await zone.close()
    }
  })

  it('moves the time of both chains', async () => {
    const zone = await createPegzone({ ports: false })
    try {
      const day = 86_400
      const before = Date.now()
      expect(await zone.ethereum.provider.request({ method: 'evm_increaseTime', params: [day] })).toBe(day)
      await zone.ethereum.provider.request({ method: 'evm_mine' })
      const block = await zone.ethereum.provider.request({ method: 'eth_getBlockByNumber', params: ['latest', false] })
      const { timestamp } = block as { readonly timestamp: string }
      expect(Number(timestamp)).toBeGreaterThanOrEqual(Math.floor(before / 1000) + day)
    } finally {
      await zone.close()
    }
  })
})
