import type { CosmosGenesis, GenesisDenom } from '@pegzone/cosmos'
import type { EthAddress } from '@pegzone/encoding'
import { contractAddresses } from '@pegzone/ethereum'
import type { WorldAccounts } from '../accounts/accounts.ts'
import { traceOf } from './lanes.ts'
import { path } from './path.ts'
import type { EthereumSideGenesis, WorldGenesis } from './world-genesis.ts'

/** What distinguishes a preset. Supplies in whole tokens. */
interface PresetTerms {
  readonly supply: bigint
  /** DAI per IXO, 18 decimals; the reserve is the supply at this price, rounded down. */
  readonly price: bigint
  readonly kappa: string
  /** Whole tokens; default: supply and reserve. */
  readonly anchor?: { readonly supply: bigint; readonly reserve: bigint }
  readonly feeBps: number
  readonly exitTaxBps: number
  /** Share of the supply that starts in escrow, with as much cIXO on Cosmos. */
  readonly mirroredBps: bigint
}

const token = 10n ** 18n

const seed: PresetTerms = {
  supply: 2_000_000_000n,
  price: token / 10n,
  kappa: '1',
  feeBps: 30,
  exitTaxBps: 0,
  mirroredBps: 1_000n,
}

const presets = {
  example: { ...seed, feeBps: 0, mirroredBps: 0n },
  seed,
  'seed-daily': seed,
  spreadsheet: { ...seed, price: token / 50n },
  late: { ...seed, supply: 1_660_495_658n, price: (3n * token) / 100n, kappa: '6/5', feeBps: 200, exitTaxBps: 200 },
  empty: { ...seed, supply: 0n, anchor: { supply: 10n, reserve: 1n }, mirroredBps: 0n },
} as const satisfies Record<string, PresetTerms>

export type PresetName = keyof typeof presets
export const presetNames = Object.keys(presets) as readonly PresetName[]

export function isPresetName(text: string): text is PresetName {
  return Object.hasOwn(presets, text)
}

export interface PresetOptions {
  readonly name: PresetName
  readonly mnemonic: string
  readonly accounts: WorldAccounts
  readonly prefix: string
  readonly timeNs: bigint
  readonly ethereumChainId: number
  readonly cosmosChainId: string
}

/** Each developer starts with this on Ethereum, and with as much cDAI on Cosmos, which is in escrow on Ethereum. */
const developerDai = 1_000_000n * token
const developerWei = 10_000n * token
/** Services pay gas too. */
const serviceWei = 1_000_000n * token

/** The genesis of a preset for these accounts. Plain data: write it to a file, edit it, give it to `--genesis`. */
export function presetGenesis(options: PresetOptions): WorldGenesis {
  const terms: PresetTerms = presets[options.name]
  return {
    format: 'pegzone-genesis',
    version: 1,
    name: options.name,
    timeNs: options.timeNs.toString(),
    mnemonic: options.mnemonic,
    ethereum: ethereumSide(terms, options),
    cosmos: cosmosSide(terms, options),
  }
}

function ethereumSide(terms: PresetTerms, { accounts, ethereumChainId }: PresetOptions): EthereumSideGenesis {
  const { developers, services } = accounts
  const dai = new Map<EthAddress, bigint>(developers.map(({ ethereum }) => [ethereum.address, developerDai]))
  const reserve = terms.supply * terms.price
  add(dai, contractAddresses.MarketMaker, reserve)
  const escrowedDai = developerDai * BigInt(developers.length)
  add(dai, contractAddresses.PegBridge, escrowedDai)

  const { founders, treasury, mirrored } = holdings(terms)
  const ixo = new Map<EthAddress, bigint>()
  add(ixo, services.founders.ethereum.address, founders)
  add(ixo, services.treasury.ethereum.address, treasury - mirrored)
  add(ixo, contractAddresses.PegBridge, mirrored)

  const units = (whole: bigint): string => (whole * token).toString()
  return {
    chainId: ethereumChainId,
    accounts: [
      ...developers.map(({ ethereum }) => ({ address: ethereum.address, wei: developerWei.toString() })),
      ...Object.values(services).map(({ ethereum }) => ({ address: ethereum.address, wei: serviceWei.toString() })),
    ],
    contracts: {
      DAI: { balances: digits(dai) },
      IXO: { balances: digits(ixo) },
      IXOS: { balances: {} },
      MarketMaker: {
        kappa: terms.kappa,
        supply: units(terms.supply),
        reserve: reserve.toString(),
        ...(terms.anchor && {
          anchor: { supply: units(terms.anchor.supply), reserve: units(terms.anchor.reserve) },
        }),
        exitTaxBps: String(terms.exitTaxBps),
        operator: services.operator.ethereum.address,
      },
      Brokerage: { feeBps: String(terms.feeBps) },
      PegBridge: {
        admin: services.operator.ethereum.address,
        lanes: [
          { channel: path.ethereum.channelId, denom: 'dai', escrowed: escrowedDai.toString() },
          { channel: path.ethereum.channelId, denom: 'ixo', escrowed: mirrored.toString() },
        ],
      },
    },
  }
}

function cosmosSide(terms: PresetTerms, options: PresetOptions): CosmosGenesis {
  const { developers, services } = options.accounts
  const { mirrored } = holdings(terms)
  const balances = developers.map(({ cosmos }) => ({
    address: cosmos.address,
    coins: [{ denom: 'acdai', amount: developerDai.toString() }],
  }))
  if (mirrored > 0n) {
    const coins = [{ denom: 'acixo', amount: mirrored.toString() }]
    balances.push({ address: services.treasury.cosmos.address, coins })
  }
  return {
    chainId: options.cosmosChainId,
    prefix: options.prefix,
    timeNs: options.timeNs.toString(),
    accounts: [...developers, ...Object.values(services)].map(({ cosmos }) => ({ address: cosmos.address })),
    balances,
    denoms: vouchers.map(denomOf),
  }
}

/** What the presets call the vouchers: `a` for 10^-18, as chains with 18 decimals do. */
const vouchers = [
  { symbol: 'DAI', packetDenom: 'dai', base: 'acdai' },
  { symbol: 'IXO', packetDenom: 'ixo', base: 'acixo' },
  { symbol: 'IXOS', packetDenom: 'ixos', base: 'acixos' },
]

function denomOf({ symbol, packetDenom, base }: (typeof vouchers)[number]): GenesisDenom {
  const display = `c${symbol}`
  return {
    base,
    display,
    symbol: display,
    name: display,
    description: `${symbol} of the Ethereum side, mirrored`,
    exponent: 18,
    trace: traceOf(packetDenom),
  }
}

/** Founders 10 %, treasury the rest; the mirrored share is the treasury's. Base units. */
function holdings({ supply, mirroredBps }: PresetTerms) {
  const all = supply * token
  const founders = all / 10n
  return { founders, treasury: all - founders, mirrored: (all * mirroredBps) / 10_000n }
}

function add(balances: Map<EthAddress, bigint>, account: EthAddress, amount: bigint): void {
  if (amount > 0n) balances.set(account, (balances.get(account) ?? 0n) + amount)
}

function digits(balances: ReadonlyMap<EthAddress, bigint>): Readonly<Record<EthAddress, string>> {
  return Object.fromEntries([...balances].map(([account, amount]) => [account, amount.toString()]))
}
