import {
  bytesToHex,
  cosmosAddressOf,
  type EthAddress,
  ethAddressOf,
  type FeeMarketPayload,
  secp256k1,
  sha256,
  signTransaction,
  utf8ToBytes,
} from '@pegzone/encoding'

/** An account of the load, with its key on both sides. */
export interface Sender {
  readonly key: Uint8Array
  readonly publicKey: Uint8Array
  readonly ethereum: EthAddress
  readonly cosmos: string
}

/** Accounts nobody else has, always the same. */
export function makeSenders(count: number, prefix: string): readonly Sender[] {
  return Array.from({ length: count }, (_, at) => {
    const key = sha256(utf8ToBytes(`pegzone bench ${at}`))
    const publicKey = secp256k1.publicKey(key)
    return { key, publicKey, ethereum: ethAddressOf(key), cosmos: cosmosAddressOf(publicKey, prefix) }
  })
}

const gwei = 10n ** 9n

/** A signed type-2 transaction as hex, dear enough for any base fee that a development chain starts with. */
export function signedHex(
  key: Uint8Array,
  fields: Pick<FeeMarketPayload, 'chainId' | 'nonce' | 'gasLimit' | 'to'> &
    Partial<Pick<FeeMarketPayload, 'value' | 'data'>>,
): string {
  const fees = { maxFeePerGas: 10n * gwei, maxPriorityFeePerGas: gwei, accessList: [] }
  return bytesToHex(signTransaction({ type: 2, value: 0n, data: new Uint8Array(0), ...fees, ...fields }, key))
}
