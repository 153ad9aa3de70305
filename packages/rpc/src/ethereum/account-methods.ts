import {
  bytesToHex,
  concatBytes,
  type EthAddress,
  type EthTxPayload,
  type Hex,
  keccak256,
  parseHex,
  utf8ToBytes,
} from '@pegzone/encoding'
import type { RpcMethod } from '../server/types.ts'
import type { EthereumBackend, EthereumSigner } from './backend.ts'
import { callRequestParam, transactionObject } from './call-request.ts'
import { invalidParams, orThrow, serverError } from './errors.ts'
import { SUGGESTED_TIP } from './fee-methods.ts'
import { addressParam, bytesParam, isMissing, positional, quantityParam } from './params.ts'
import { typedDataParam } from './typed-data.ts'

const NO_ACCOUNTS: EthereumSigner = {
  accounts: [],
  signDigest: () => undefined,
  signTransaction: () => undefined,
}

/** Sending, and what unlocked development accounts sign. */
export function accountMethods(backend: EthereumBackend): Readonly<Record<string, RpcMethod>> {
  const { signer = NO_ACCOUNTS } = backend

  function signed(account: EthAddress, digest: Uint8Array): Hex {
    return bytesToHex(known(signer.signDigest(account, digest)))
  }

  async function signedTransaction(value: unknown): Promise<Uint8Array> {
    const fields = transactionObject(value)
    const from = addressParam(fields['from'], 'from')
    return known(signer.signTransaction(from, await payloadOf(backend, from, fields)))
  }

  return {
    eth_accounts: () => signer.accounts,
    eth_requestAccounts: () => signer.accounts,
    async eth_sendRawTransaction(params) {
      return orThrow(await backend.send(bytesParam(positional(params)[0], '0')))
    },
    async eth_sendTransaction(params) {
      return orThrow(await backend.send(await signedTransaction(positional(params)[0])))
    },
    async eth_signTransaction(params) {
      return { raw: bytesToHex(await signedTransaction(positional(params)[0])) }
    },
    personal_sign(params) {
      const [message, account] = positional(params)
      return signed(addressParam(account, '1'), personalDigest(messageParam(message)))
    },
    eth_sign(params) {
      const [account, message] = positional(params)
      return signed(addressParam(account, '0'), personalDigest(messageParam(message)))
    },
    eth_signTypedData_v4(params) {
      const [account, data] = positional(params)
      return signed(addressParam(account, '0'), typedDataParam(data))
    },
  }
}

function known<T>(result: T | undefined): T {
  if (result === undefined) throw serverError('unknown account')
  return result
}

/** EIP-191, version E. */
function personalDigest(message: Uint8Array): Uint8Array {
  return keccak256(concatBytes(utf8ToBytes(`\u0019Ethereum Signed Message:\n${message.length}`), message))
}

function messageParam(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw invalidParams('invalid argument: message expected')
  return parseHex(value) ?? utf8ToBytes(value)
}

/** What the caller leaves out: next nonce, estimated gas, EIP-1559 fees of twice the base fee plus the suggested tip. */
async function payloadOf(
  { chain }: EthereumBackend,
  from: EthAddress,
  fields: Readonly<Record<string, unknown>>,
): Promise<EthTxPayload> {
  const request = callRequestParam(fields, chain.chainId)
  const optional = (name: string) => (isMissing(fields[name]) ? undefined : quantityParam(fields[name], name))
  const { to, value = 0n, data = new Uint8Array(0) } = request
  const gasLimit = request.gas ?? orThrow(await chain.callAt(request, chain.head)).gas
  const nonce = optional('nonce') ?? chain.pendingNonce(from)
  const common = { nonce, gasLimit, to, value, data }
  const gasPrice = optional('gasPrice')
  if (gasPrice !== undefined) return { type: 0, chainId: chain.chainId, gasPrice, ...common }
  const tip = optional('maxPriorityFeePerGas')
  const maxFeePerGas = optional('maxFeePerGas') ?? 2n * chain.baseFee + (tip ?? SUGGESTED_TIP)
  const maxPriorityFeePerGas = tip ?? (SUGGESTED_TIP < maxFeePerGas ? SUGGESTED_TIP : maxFeePerGas)
  return { type: 2, chainId: chain.chainId, maxFeePerGas, maxPriorityFeePerGas, accessList: [], ...common }
}
