import { bytesCodec, record, type State, table, textCodec, textKey, u64Codec, type View } from '@pegzone/ledger'
import type { BlockId } from './block-types.ts'
import { blockId, NO_BLOCK } from './header.ts'
import { EMPTY_ROOT } from './merkle.ts'

/** What the next header needs of the last block. */
export interface Tip {
  /** 0 right after genesis. */
  readonly height: bigint
  /** Header hash; empty right after genesis. */
  readonly hash: Uint8Array
  readonly resultsHash: Uint8Array
}

/** `tip` → the last block; in the root, so that a rewind or a reopen finds it. */
export const tipTable = table<string, Tip>({
  name: 'chain/tip',
  key: textKey,
  value: record({ height: u64Codec, hash: bytesCodec, resultsHash: bytesCodec }),
})

export const genesisTip: Tip = { height: 0n, hash: new Uint8Array(0), resultsHash: EMPTY_ROOT }

export function tipOf(view: View): Tip {
  return view.read(tipTable).get('tip') ?? genesisTip
}

export function setTip(state: State, tip: Tip): void {
  state.open(tipTable).set('tip', tip)
}

export function tipId({ hash }: Tip): BlockId {
  return hash.length === 0 ? NO_BLOCK : blockId(hash)
}

/** What this ledger is: written once, by genesis. */
export interface ChainInfo {
  readonly chainId: string
  readonly prefix: string
}

/** `info` → chain id and prefix. */
export const infoTable = table<string, ChainInfo>({
  name: 'chain/info',
  key: textKey,
  value: record({ chainId: textCodec, prefix: textCodec }),
})
