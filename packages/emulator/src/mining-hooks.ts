import type { EthereumHooks } from '@pegzone/rpc'
import type { EthereumHost, Pacer } from '@pegzone/world'

/** evm_* of the Ethereum port: blocks are this chain's own, time is the world's, so of both chains. */
export function miningHooks({ producer, ledger }: EthereumHost, pacer: Pacer): EthereumHooks {
  let offset = 0n
  return {
    async mine(blocks, timestamp) {
      for (let made = 0; made < blocks; made++) {
        producer.mine(made === 0 && timestamp !== undefined ? timestamp * 1_000_000_000n : undefined)
      }
      await ledger.flushed()
    },
    getAutomine: () => producer.mode.type === 'auto',
    async setAutomine(on) {
      producer.setMode(on ? { type: 'auto' } : { type: 'manual' })
    },
    async setIntervalMining(seconds) {
      producer.setMode(seconds === 0 ? { type: 'manual' } : { type: 'interval', ms: seconds * 1000 })
    },
    async increaseTime(seconds) {
      pacer.warp(Number(seconds) * 1000)
      offset += seconds
      return offset
    },
  }
}
