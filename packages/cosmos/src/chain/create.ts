import { utf8ToBytes } from '@pegzone/encoding'
import { canonicalJson } from '@pegzone/ledger'
import { ok, PegZoneError, refuse } from '@pegzone/outcome'
import { moduleAddress } from '../auth/keeper.ts'
import { paramsOf } from '../auth/params.ts'
import { abciError, cosmosCatalogue } from '../errors.ts'
import { exportGenesis, genesisTime, writeGenesis } from '../genesis/genesis.ts'
import { checkGenesisShape } from '../genesis/shape.ts'
import { hostOf } from '../ibc/host.ts'
import { refuseRedundant } from '../ibc/redundant.ts'
import { createModules } from '../modules.ts'
import { answerQuery } from '../query/router.ts'
import type { AnteMode } from '../tx/ante.ts'
import { decodeTx } from '../tx/decode.ts'
import { type ExecEnv, executeTx } from '../tx/execute.ts'
import { type FeePolicy, parseGasPrices } from '../tx/min-fee.ts'
import { Admission } from './admission.ts'
import { BlockCache } from './block-cache.ts'
import { decodeBlock } from './block-codec.ts'
import type { CosmosBlock, SimulateResult } from './block-types.ts'
import { blockId, chainConstants, commitFor } from './header.ts'
import { blockHashKey, decodePlace } from './index-keys.ts'
import { Mempool } from './mempool.ts'
import { type CosmosOptions, settingsOf } from './options.ts'
import { type Candidate, candidate, produceBlock, rawCandidate } from './producer.ts'
import { findTx, searchBlocks, searchTxs } from './search.ts'
import { infoTable } from './tip.ts'
import type { CosmosChain } from './types.ts'
import { createVerdicts } from './verdicts.ts'

/**
 * The Cosmos ledger over a block machine. Throws PegZoneError when the ledger belongs to another chain id or prefix
 * (COSMOS_CHAIN_MISMATCH), or the minimum gas prices cannot be read (COSMOS_OPTION_INVALID).
 */
export function createCosmos(options: CosmosOptions): CosmosChain {
  const { ledger, chainId, prefix } = options
  const settings = settingsOf(options)
  const fees = feePolicy(settings.minGasPrices)
  requireSameChain(options)
  const constants = chainConstants(chainId)
  const modules = createModules(options)
  const feeCollector = moduleAddress('fee_collector', prefix)
  const verdicts = createVerdicts()
  const mempool = new Mempool(settings.mempool)
  const cache = new BlockCache(settings.cachedBlocks)

  const environment = (mode: AnteMode, height: number, timeNs: bigint): ExecEnv => ({
    mode,
    chainId,
    prefix,
    height,
    timeNs,
    verify: settings.verify,
    params: paramsOf(ledger.latest),
    fees,
    verdicts,
    feeCollector,
    translate: modules.translate,
  })
  const admission = new Admission({
    ledger,
    mempool,
    registry: modules.registry,
    maxTxBytes: settings.maxTxBytes,
    context: () => environment('check', ledger.head.height, ledger.head.timeNs),
    redundant: refuseRedundant,
  })
  const producer = {
    ledger,
    constants,
    index: settings.index,
    environment: (height: number, timeNs: bigint) => environment('deliver', height, timeNs),
  }
  const seal = (timeNs: bigint, candidates: readonly Candidate[]): CosmosBlock => {
    const block = produceBlock(producer, timeNs, candidates)
    cache.add(block)
    admission.recheck()
    return block
  }

  async function block(height = ledger.durable.height): Promise<CosmosBlock | undefined> {
    if (height < 1 || height > ledger.durable.height) return undefined
    const cached = cache.get(height)
    if (cached !== undefined) return cached
    const stored = await ledger.block(height)
    const decoded = stored && decodeBlock(stored, constants)
    if (decoded !== undefined) cache.add(decoded)
    return decoded
  }

  function simulate(raw: Uint8Array): SimulateResult {
    const decoded = decodeTx(raw, modules.registry)
    if (!decoded.ok) return { ...abciError(decoded.rejection), gasWanted: 0n, gasUsed: 0n, data: NONE, events: [] }
    const env = environment('simulate', ledger.head.height + 1, ledger.head.timeNs + 1n)
    const result = ledger.probe((state) => executeTx(state, decoded.value, env))
    return { ...result, gasWanted: UNLIMITED }
  }

  const source = { ledger, block }
  const tx = (hash: Uint8Array) => findTx(source, hash)
  const search: CosmosChain['searchTxs'] = (conditions, page) => searchTxs(source, conditions, page)
  const node = { validator: constants.validator, simulate, tx, searchTxs: search, block }

  return {
    chainId,
    prefix,
    ledger,
    ibc: modules.ibc,
    transfer: modules.transfer,
    validator: constants.validator,
    mempool,
    initGenesis(genesis, setUpIbc) {
      if (ledger.head.height >= 0) return refuse({ code: 'COSMOS_GENESIS_EXISTS', height: ledger.head.height })
      const shaped = checkGenesisShape(genesis)
      if (!shaped.ok) return shaped
      const time = genesisTime(genesis)
      if (!time.ok) return time
      const host = hostOf({ chainId, height: 0, timeNs: time.value })
      const written = ledger.apply((state) => writeGenesis(state, { genesis, chainId, prefix, host, setUpIbc }))
      if (!written.ok) return written
      ledger.seal({ height: 0, timeNs: time.value }, utf8ToBytes(canonicalJson({ chainId, prefix })))
      return ok()
    },
    exportGenesis: () => exportGenesis(ledger, { chainId, prefix }),
    checkTx: (raw) => admission.check(raw),
    hasWork: () => mempool.size > 0,
    produce: (timeNs) => seal(timeNs, mempool.take(settings.maxBlockBytes).map(candidate)),
    replay: (timeNs, txs) =>
      seal(
        timeNs,
        txs.map((raw) => rawCandidate(raw, (bytes) => decodeTx(bytes, modules.registry))),
      ),
    simulate,
    query: (path, data, height = 0) =>
      answerQuery(modules.router, ledger, { chainId, prefix, node }, { path, data, height }),
    block,
    async blockByHash(hash) {
      const found = await ledger.find(blockHashKey(hash))
      return found === undefined ? undefined : block(decodePlace(found).height)
    },
    commitOf: ({ height, hash, timeNs }) => commitFor(height, blockId(hash), timeNs, constants.validator),
    tx,
    searchTxs: search,
    searchBlocks: (conditions, page) => searchBlocks(source, conditions, page),
    onBlock: (listener) =>
      ledger.onDurable((sealed) => {
        const known = cache.get(sealed.height) ?? decodeBlock(sealed, constants)
        if (known !== undefined) listener(known)
      }),
    async rewind(height) {
      await ledger.rewind(height)
      cache.clear()
      mempool.clear()
      admission.recheck()
    },
  }

  function requireSameChain({ chainId: wanted, prefix: wantedPrefix }: CosmosOptions): void {
    const info = ledger.head.height < 0 ? undefined : ledger.latest.read(infoTable).get('info')
    if (info === undefined || (info.chainId === wanted && info.prefix === wantedPrefix)) return
    throw new PegZoneError(cosmosCatalogue, {
      code: 'COSMOS_CHAIN_MISMATCH',
      have: `${info.chainId} with prefix ${info.prefix}`,
      want: `${wanted} with prefix ${wantedPrefix}`,
    })
  }
}

const NONE = new Uint8Array(0)
/** Simulated transactions have no gas limit: the SDK answers the largest uint64. */
const UNLIMITED = (1n << 64n) - 1n

function feePolicy(text: string): FeePolicy {
  const policy = parseGasPrices(text)
  if (policy !== undefined) return policy
  throw new PegZoneError(cosmosCatalogue, {
    code: 'COSMOS_OPTION_INVALID',
    option: 'minGasPrices',
    value: text,
    allowed: 'prices such as 0.025acixo, joined by commas, with at most 18 decimals',
  })
}
