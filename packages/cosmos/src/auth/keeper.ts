import { bech32Decode, bech32Encode, sha256, utf8ToBytes } from '@pegzone/encoding'
import { bytesCodec, record, type State, table, textCodec, textKey, u64Codec, type View } from '@pegzone/ledger'

/** An account. `pubKey` is in the compact form of pub-keys.ts, empty until the first signature. */
export interface Account {
  /** Given once, in order of creation; never reused. uint64. */
  readonly number: bigint
  /** Transactions delivered so far: the sequence the next one must carry. */
  readonly sequence: bigint
  readonly pubKey: Uint8Array
  /** Name of the module that owns it; empty for accounts of people. */
  readonly module: string
}

/** bech32 address → account. */
export const accountsTable = table<string, Account>({
  name: 'auth/accounts',
  key: textKey,
  value: record({ number: u64Codec, sequence: u64Codec, pubKey: bytesCodec, module: textCodec }),
  ordered: true,
})

/** `next` → number of the next account. */
export const accountNumberTable = table<string, bigint>({ name: 'auth/number', key: textKey, value: u64Codec })

const NO_KEY = new Uint8Array(0)

export function accountOf(view: View, address: string): Account | undefined {
  return view.read(accountsTable).get(address)
}

export function setAccount(state: State, address: string, account: Account): void {
  state.open(accountsTable).set(address, account)
}

/** Creates the account with the next free number, unless it exists. */
export function ensureAccount(state: State, address: string, module = ''): void {
  const accounts = state.open(accountsTable)
  if (accounts.get(address) !== undefined) return
  accounts.set(address, { number: takeNumber(state), sequence: 0n, pubKey: NO_KEY, module })
}

export function nextAccountNumber(view: View): bigint {
  return view.read(accountNumberTable).get('next') ?? 0n
}

export function setNextAccountNumber(state: State, next: bigint): void {
  state.open(accountNumberTable).set('next', next)
}

function takeNumber(state: State): bigint {
  const number = nextAccountNumber(state)
  setNextAccountNumber(state, number + 1n)
  return number
}

/** What a module account may do beside holding coins. */
export type ModulePermission = 'minter' | 'burner'

/** Module accounts of this chain. Nobody sends to them directly: they are blocked receivers. */
export const moduleAccounts: ReadonlyMap<string, readonly ModulePermission[]> = new Map([
  ['fee_collector', []],
  ['transfer', ['minter', 'burner']],
])

/** Address of a module account: the first 20 bytes of sha256 of its name. */
export function moduleAddress(name: string, prefix: string): string {
  return bech32Encode(prefix, sha256(utf8ToBytes(name)).subarray(0, 20))
}

/**
 * Undefined when the text is an account address of this chain, else the SDK's wording of what is wrong. Upper-case forms
 * are refused, though bech32 allows them: accounts are keyed by their text, and one account must have one.
 */
export function addressProblem(text: string, prefix: string): string | undefined {
  if (text.trim() === '') return 'empty address string is not allowed'
  const decoded = bech32Decode(text)
  if (decoded === undefined) return 'decoding bech32 failed: invalid bech32 string'
  if (text !== text.toLowerCase()) return 'decoding bech32 failed: address must be lower case'
  if (decoded.prefix !== prefix) return `invalid Bech32 prefix; expected ${prefix}, got ${decoded.prefix}`
  if (decoded.bytes.length === 0 || decoded.bytes.length > 255) return 'address length must be 1 to 255 bytes'
  return undefined
}
