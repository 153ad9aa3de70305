import type { EthereumBlock } from '@pegzone/ethereum'
import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend } from './backend.ts'
import { headerNotFound, invalidParams } from './errors.ts'
import { countParam, isMissing, positional, quantity } from './params.ts'
import { blockAt, heightOfTag } from './tags.ts'

/** Tip suggested to wallets: 1 gwei, as test nodes do. */
export const SUGGESTED_TIP = 1_000_000_000n
const BLOB_BASE_FEE = '0x1'
/** As geth: more blocks or percentiles than this are cut or refused. */
const MAX_BLOCKS = 1024
const MAX_PERCENTILES = 100

export function feeMethods(backend: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const { chain } = backend
  return {
    eth_gasPrice: () => quantity(chain.baseFee + SUGGESTED_TIP),
    eth_maxPriorityFeePerGas: () => quantity(SUGGESTED_TIP),
    eth_blobBaseFee: () => BLOB_BASE_FEE,
    async eth_feeHistory(params) {
      const [count, newest, wanted] = positional(params)
      const last = heightOfTag(backend, newest)
      if (last > chain.durable) throw headerNotFound()
      const percentiles = percentilesParam(wanted)
      const first = Math.max(chain.oldest, 0, last - Math.min(countParam(count, '0'), MAX_BLOCKS) + 1)
      const blocks: EthereumBlock[] = []
      for (let height = first; height <= last; height++) {
        const block = await blockAt(backend, height)
        if (block !== undefined) blocks.push(block)
      }
      if (blocks.length === 0) return { oldestBlock: '0x0', gasUsedRatio: [] }
      return {
        oldestBlock: quantity(blocks[0]!.height),
        baseFeePerGas: [...blocks.map(({ header }) => quantity(header.baseFee)), quantity(chain.baseFee)],
        gasUsedRatio: blocks.map(({ header }) => Number(header.gasUsed) / Number(header.gasLimit)),
        baseFeePerBlobGas: [...blocks, undefined].map(() => BLOB_BASE_FEE),
        blobGasUsedRatio: blocks.map(() => 0),
        ...(percentiles === undefined ? {} : { reward: blocks.map((block) => rewards(block, percentiles)) }),
      }
    },
  }
}

function percentilesParam(value: unknown): readonly number[] | undefined {
  if (isMissing(value)) return undefined
  if (!Array.isArray(value) || value.length > MAX_PERCENTILES) throw invalidParams('invalid reward percentiles')
  let last = 0
  for (const percentile of value) {
    if (typeof percentile !== 'number' || percentile < last || percentile > 100) {
      throw invalidParams('invalid reward percentile: ascending numbers from 0 to 100 expected')
    }
    last = percentile
  }
  return value.length === 0 ? undefined : value
}

/** Effective tips of the block's transactions at the percentiles of the gas they used; zeros for an empty block. */
function rewards({ header, transactions }: EthereumBlock, percentiles: readonly number[]): readonly string[] {
  const tips = transactions
    .map(({ receipt }) => ({ tip: receipt.effectiveGasPrice - header.baseFee, gas: receipt.gasUsed }))
    .sort((a, b) => (a.tip < b.tip ? -1 : a.tip > b.tip ? 1 : 0))
  let at = 0
  let gas = tips[0]?.gas ?? 0n
  return percentiles.map((percentile) => {
    const threshold = BigInt(Math.floor((Number(header.gasUsed) * percentile) / 100))
    while (gas < threshold && at < tips.length - 1) gas += tips[++at]!.gas
    return quantity(tips[at]?.tip ?? 0n)
  })
}
