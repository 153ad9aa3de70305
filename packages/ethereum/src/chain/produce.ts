import { bytesToHex, type EthAddress, type Hex } from '@pegzone/encoding'
import type { Ledger } from '@pegzone/ledger'
import { ok } from '@pegzone/outcome'
import { accountsTable, addTotal } from './accounts.ts'
import { MinedTx, type ProducedBlock } from './block.ts'
import { bloomOf } from './bloom.ts'
import type { BuiltIn } from './built-in.ts'
import { type ChainTx, encodeBody } from './chain-tx.ts'
import { type Execution, type ExecutionEnv, execute } from './execute.ts'
import { EMPTY_TRIE_ROOT, headerHash, ZERO_HASH } from './header.ts'
import { orderedTrieRoot } from './ordered-trie.ts'
import type { TxPool } from './pool.ts'
import { encodeReceipt } from './receipt.ts'
import { encodeExtra, type HeaderSeed, indexOf, secondsOf } from './records.ts'

export interface Production {
  readonly ledger: Ledger
  readonly pool: TxPool
  readonly parentHash: Hex
  readonly timeNs: bigint
  readonly full: boolean
  readonly builtIns: ReadonlyMap<EthAddress, BuiltIn>
  readonly chainId: bigint
  readonly baseFee: bigint
  readonly gasLimit: bigint
  readonly coinbase: EthAddress
}

const SECOND = 1_000_000_000n
const NO_BYTES = new Uint8Array(0)
const NO_BLOOM = new Uint8Array(256)

/** Executes what the pool hands out, books the fees, seals. */
export function produceBlock(production: Production): ProducedBlock {
  const { ledger, baseFee, builtIns, chainId } = production
  const height = ledger.head.height + 1
  const timeNs = blockTime(ledger.head.timeNs, production.timeNs, height)
  const env = { builtIns, baseFee, block: { number: BigInt(height), timeNs, chainId } }
  const { transactions, dropped, gasUsed, tips } = runPool(production, env)
  settleFees(production, gasUsed * baseFee, tips)

  const { parentHash, coinbase, gasLimit, full } = production
  const seed: HeaderSeed = {
    ...(full ? rootsOf(transactions) : NO_ROOTS),
    parentHash,
    coinbase,
    height,
    gasLimit,
    gasUsed,
    timestamp: secondsOf(timeNs),
    baseFee,
  }
  const records = full
    ? { extra: encodeExtra(seed, transactions), index: indexOf(height, parentHash, transactions) }
    : { extra: NO_BYTES }
  const { root } = ledger.seal({ height, timeNs }, encodeBody(transactions.map(({ tx }) => tx)), records)
  const header = { ...seed, stateRoot: `0x${root}` as const }
  const hash = full ? bytesToHex(headerHash(header)) : header.stateRoot
  return { height, hash, timeNs, header, transactions, dropped }
}

/** Whole seconds, strictly after the parent. */
function blockTime(parentNs: bigint, wantedNs: bigint, height: number): bigint {
  const wanted = wantedNs - (wantedNs % SECOND)
  const earliest = parentNs - (parentNs % SECOND) + SECOND
  return height > 0 && wanted < earliest ? earliest : wanted
}

function runPool({ ledger, pool, baseFee, gasLimit }: Production, env: ExecutionEnv) {
  const transactions: MinedTx[] = []
  const dropped: { hash: Hex; rejection: Extract<ReturnType<typeof execute>, { ok: false }>['rejection'] }[] = []
  let gasUsed = 0n
  let tips = 0n
  let logCount = 0
  pool.drain(baseFee, (tx) => {
    if (tx.feeCap < baseFee || gasUsed + tx.gasLimit > gasLimit) return 'full'
    const outcome = ledger.apply((state) => execute(state, tx, env))
    if (!outcome.ok) {
      dropped.push({ hash: tx.hash, rejection: outcome.rejection })
      return 'dropped'
    }
    const execution = outcome.value
    gasUsed += execution.gasUsed
    tips += execution.gasUsed * (execution.effectiveGasPrice - baseFee)
    transactions.push(mined(tx, execution, { index: transactions.length, gasUsed, logCount }))
    logCount += execution.logs.length
    return 'mined'
  })
  return { transactions, dropped, gasUsed, tips }
}

function mined(
  tx: ChainTx,
  execution: Execution,
  { index, gasUsed, logCount }: { index: number; gasUsed: bigint; logCount: number },
): MinedTx {
  const { status, effectiveGasPrice, logs, events, revertData } = execution
  const receipt = {
    status,
    gasUsed: execution.gasUsed,
    cumulativeGasUsed: gasUsed,
    effectiveGasPrice,
    logs,
    firstLogIndex: logCount,
    revertData,
  }
  return new MinedTx({ hash: tx.hash, from: tx.from, index, receipt, raw: tx.raw, events, tx })
}

/** Base fees are burnt, tips go to the coinbase: once per block, so a coinbase that also sends sees its tips a block later. */
function settleFees({ ledger, coinbase }: Production, burnt: bigint, tips: bigint): void {
  if (burnt === 0n && tips === 0n) return
  ledger.apply((state) => {
    if (burnt > 0n) addTotal(state, 'burnt', burnt)
    if (tips > 0n) {
      const accounts = state.open(accountsTable)
      const { nonce, balance } = accounts.get(coinbase) ?? { nonce: 0n, balance: 0n }
      accounts.set(coinbase, { nonce, balance: balance + tips })
    }
    return ok()
  })
}

const NO_ROOTS = { transactionsRoot: ZERO_HASH, receiptsRoot: ZERO_HASH, logsBloom: NO_BLOOM }

function rootsOf(transactions: readonly MinedTx[]) {
  if (transactions.length === 0) {
    return { transactionsRoot: EMPTY_TRIE_ROOT, receiptsRoot: EMPTY_TRIE_ROOT, logsBloom: NO_BLOOM }
  }
  const logs = transactions.flatMap(({ receipt }) => receipt.logs)
  return {
    transactionsRoot: bytesToHex(orderedTrieRoot(transactions.map(({ raw }) => raw))),
    receiptsRoot: bytesToHex(
      orderedTrieRoot(transactions.map(({ tx, receipt }) => encodeReceipt(tx.signed?.type ?? 2, receipt))),
    ),
    logsBloom: logs.length === 0 ? NO_BLOOM : bloomOf(logs),
  }
}
