import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import type { PageRequest, PageResponse } from 'cosmjs-types/cosmos/base/query/v1beta1/pagination'
import type { SdkRejection } from '../errors.ts'
import { invalidArgument } from './method.ts'

export interface Page<T> {
  readonly items: T[]
  readonly pagination: PageResponse
}

/**
 * One page of items in order. A page key is the key of the first item of the next page; key and offset exclude each
 * other, as in the SDK. Without a limit everything comes at once: CosmJS does not follow pages of balances.
 */
export function paginate<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  request: PageRequest | undefined,
): Outcome<Page<T>, SdkRejection> {
  const { key, offset = 0n, limit = 0n, countTotal = false, reverse = false } = request ?? {}
  const hasKey = key !== undefined && key.length > 0
  if (hasKey && offset > 0n) return invalidArgument('invalid request, either offset or key is expected, got both')
  const ordered = reverse ? items.toReversed() : items
  let start = offset > BigInt(ordered.length) ? ordered.length : Number(offset)
  if (hasKey) {
    const wanted = bytesToUtf8(key)
    const at = ordered.findIndex((item) => (reverse ? keyOf(item) <= wanted : keyOf(item) >= wanted))
    start = at < 0 ? ordered.length : at
  }
  const end = limit === 0n || BigInt(start) + limit > BigInt(ordered.length) ? ordered.length : start + Number(limit)
  const next = ordered[end]
  return ok({
    items: ordered.slice(start, end),
    pagination: {
      nextKey: next === undefined ? NONE : utf8ToBytes(keyOf(next)),
      total: !hasKey && (countTotal || limit === 0n) ? BigInt(ordered.length) : 0n,
    },
  })
}

const NONE = new Uint8Array(0)
