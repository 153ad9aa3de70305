import type { EthereumBlock } from '@pegzone/ethereum'
import type { EthereumBackend } from './backend.ts'
import { headerNotFound, invalidParams } from './errors.ts'
import { boolParam, hashParam, isMissing, isObject, quantityParam } from './params.ts'

export const SAFE_DEPTH = 32
export const FINALIZED_DEPTH = 64

/**
 * Height that a tag, a quantity or an EIP-1898 object names. `latest` and `pending` are the durable head; `safe` and
 * `finalized` lie behind it and stop at 0. May be beyond the head. A block hash that is unknown throws `header not found`.
 */
export async function heightOf(backend: EthereumBackend, tag: unknown): Promise<number> {
  if (!isObject(tag)) return heightOfTag(backend, tag)
  if (tag['blockHash'] === undefined) return heightOfTag(backend, tag['blockNumber'])
  if (tag['blockNumber'] !== undefined) throw invalidParams('cannot specify both blockHash and blockNumber')
  boolParam(tag['requireCanonical'], 'requireCanonical')
  const block = await backend.chain.blockByHash(hashParam(tag['blockHash'], 'blockHash'))
  if (block === undefined || block.height > backend.chain.durable) throw headerNotFound()
  return block.height
}

export function heightOfTag({ chain, finality }: EthereumBackend, tag: unknown): number {
  const latest = chain.durable
  if (isMissing(tag)) return latest
  switch (tag) {
    case 'latest':
    case 'pending':
      return latest
    case 'safe':
      return Math.max(0, latest - (finality?.safe ?? SAFE_DEPTH))
    case 'finalized':
      return Math.max(0, latest - (finality?.finalized ?? FINALIZED_DEPTH))
    case 'earliest':
      return Math.max(0, chain.oldest)
  }
  if (typeof tag !== 'string' || !tag.startsWith('0x')) throw invalidParams('invalid block tag or number')
  const height = quantityParam(tag, 'block number')
  return height > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(height)
}

/** The same for state: a height beyond the head throws `header not found`, as in geth. */
export async function stateHeightOf(backend: EthereumBackend, tag: unknown): Promise<number> {
  const height = await heightOf(backend, tag)
  if (height > backend.chain.durable) throw headerNotFound()
  return height
}

/** Undefined: no such block (yet). */
export async function blockAt(backend: EthereumBackend, height: number): Promise<EthereumBlock | undefined> {
  return height > backend.chain.durable ? undefined : await backend.chain.block(height)
}
