import { base64Decode, base64Encode } from '@pegzone/encoding'
import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { GenesisRejection } from '../errors.ts'
import { invalid, parseU64 } from '../genesis/check.ts'
import type { CosmosGenesis, GenesisAccount, GenesisParams, GenesisPubKey } from '../genesis/types.ts'
import {
  accountOf,
  accountsTable,
  addressProblem,
  ensureAccount,
  moduleAccounts,
  moduleAddress,
  nextAccountNumber,
  setAccount,
  setNextAccountNumber,
} from './keeper.ts'
import { type AuthParams, defaultParams, paramsOf, setParams } from './params.ts'
import { addressOfKey, compactMultisig, isSecp256k1, multisigOf } from './pub-keys.ts'

type Checked = Outcome<void, GenesisRejection>

/**
 * Parameters, then accounts in the order given. Numbers that are given must be unique; the others take the next one
 * above all before them.
 */
export function initAuth(state: State, genesis: CosmosGenesis): Checked {
  const params = parseParams(genesis.params ?? {})
  if (!params.ok) return params
  setParams(state, params.value)
  const numbers = new Set<bigint>()
  for (const [i, account] of (genesis.accounts ?? []).entries()) {
    const added = addAccount(state, genesis.prefix, account, `accounts[${i}]`, numbers)
    if (!added.ok) return added
  }
  return ok()
}

/** Last of genesis, so that people have the low account numbers. */
export function initModuleAccounts(state: State, prefix: string): void {
  for (const name of moduleAccounts.keys()) ensureAccount(state, moduleAddress(name, prefix), name)
}

function addAccount(
  state: State,
  prefix: string,
  account: GenesisAccount,
  field: string,
  numbers: Set<bigint>,
): Checked {
  const { address, number, sequence = '0', pubKey } = account
  const problem = addressProblem(String(address), prefix)
  if (problem !== undefined) return invalid(`${field}.address`, address, `a bech32 address with prefix ${prefix}`)
  if (accountOf(state, address) !== undefined) return invalid(`${field}.address`, address, 'each address once')
  const next = nextAccountNumber(state)
  const own = number === undefined ? next : parseU64(number)
  if (own === undefined) return invalid(`${field}.number`, number, 'decimal digits of a uint64')
  if (numbers.has(own)) return invalid(`${field}.number`, number, 'each account number once')
  const count = parseU64(sequence)
  if (count === undefined) return invalid(`${field}.sequence`, sequence, 'decimal digits of a uint64')
  const key = pubKey === undefined ? NO_KEY : compactKey(pubKey)
  if (key === undefined) {
    return invalid(`${field}.pubKey`, pubKey, 'base64 of a 33-byte key, or a threshold of 1 to n of such keys')
  }
  if (key.length > 0 && addressOfKey(key, prefix) !== address) {
    return invalid(`${field}.pubKey`, addressOfKey(key, prefix), `a key whose address is ${address}`)
  }
  numbers.add(own)
  setAccount(state, address, { number: own, sequence: count, pubKey: key, module: moduleOf(address, prefix) })
  if (own >= next) setNextAccountNumber(state, own + 1n)
  return ok()
}

const NO_KEY = new Uint8Array(0)

/** An exported chain lists its module accounts like all others. */
function moduleOf(address: string, prefix: string): string {
  for (const name of moduleAccounts.keys()) if (moduleAddress(name, prefix) === address) return name
  return ''
}

/** Undefined also for another type, or the fields of one under the name of the other: the type comes from a file. */
function compactKey(pubKey: GenesisPubKey): Uint8Array | undefined {
  if (pubKey.type === 'secp256k1') return pubKey.key === undefined ? undefined : keyBytes(pubKey.key)
  if (pubKey.type !== 'multisig' || pubKey.keys === undefined) return undefined
  const keys = pubKey.keys.map(keyBytes)
  const { threshold } = pubKey
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > Math.min(keys.length, 127)) return undefined
  const members: Uint8Array[] = []
  for (const key of keys) {
    if (key === undefined) return undefined
    members.push(key)
  }
  return compactMultisig(threshold, members)
}

function keyBytes(text: string): Uint8Array | undefined {
  const bytes = base64Decode(text)
  return bytes?.length === 33 ? bytes : undefined
}

function parseParams(given: Partial<GenesisParams>): Outcome<AuthParams, GenesisRejection> {
  const params = { ...defaultParams, ...given }
  for (const name of ['maxMemoCharacters', 'txSigLimit', 'txSizeCostPerByte', 'sigVerifyCostSecp256k1'] as const) {
    const value = params[name]
    if (!Number.isInteger(value) || value < 0 || value > 1_000_000_000) {
      return invalid(`params.${name}`, value, 'a whole number from 0 to 10^9')
    }
  }
  if (!Array.isArray(params.sendDisabled) || params.sendDisabled.some((denom) => typeof denom !== 'string')) {
    return invalid('params.sendDisabled', params.sendDisabled, 'a list of denoms')
  }
  return ok(params)
}

export function exportAuth(view: View): {
  readonly params: GenesisParams
  readonly accounts: readonly GenesisAccount[]
} {
  const accounts: GenesisAccount[] = []
  const byNumber = [...view.read(accountsTable).range()].sort(([, a], [, b]) => (a.number < b.number ? -1 : 1))
  for (const [address, { number, sequence, pubKey }] of byNumber) {
    accounts.push({
      address,
      number: number.toString(),
      sequence: sequence.toString(),
      ...(pubKey.length > 0 ? { pubKey: exportKey(pubKey) } : {}),
    })
  }
  return { params: { ...paramsOf(view) }, accounts }
}

function exportKey(compact: Uint8Array): GenesisPubKey {
  if (isSecp256k1(compact)) return { type: 'secp256k1', key: base64Encode(compact) }
  const { threshold, keys } = multisigOf(compact)
  return { type: 'multisig', threshold, keys: keys.map(({ key }) => base64Encode(key)) }
}
