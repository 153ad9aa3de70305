import { bytesToHex, checksumAddress } from '@pegzone/encoding'
import type { EthereumRejection } from '@pegzone/ethereum'
import type { Outcome } from '@pegzone/outcome'
import { RpcError, rpcCodes } from '../server/types.ts'

/** geth's code of everything that has none of its own. */
const SERVER_ERROR = -32000
/** A revert, in the execution API. */
const REVERTED = 3

export function invalidParams(message: string): RpcError {
  return new RpcError(rpcCodes.invalidParams, message)
}

export function serverError(message: string): RpcError {
  return new RpcError(SERVER_ERROR, message)
}

export function headerNotFound(): RpcError {
  return serverError('header not found')
}

/** The value, or the refusal thrown as geth words it: ethers and viem tell the cases apart by these texts. */
export function orThrow<T>(outcome: Outcome<T, EthereumRejection>): T {
  if (!outcome.ok) throw rpcErrorOf(outcome.rejection)
  return outcome.value
}

/** Texts of go-ethereum (core/error.go, core/txpool); ethereum-rpc.md §3.3. */
export function rpcErrorOf(rejection: EthereumRejection): RpcError {
  switch (rejection.code) {
    case 'ETHEREUM_REVERT': {
      const text = rejection.reason === undefined ? '' : `: ${rejection.reason}`
      return new RpcError(REVERTED, `execution reverted${text}`, bytesToHex(rejection.data))
    }
    case 'ETHEREUM_TX_UNDECODABLE':
      return invalidParams(`undecodable transaction: ${rejection.reason}`)
    default:
      return serverError(gethText(rejection))
  }
}

type ServerRejection = Exclude<
  EthereumRejection,
  { readonly code: 'ETHEREUM_REVERT' } | { readonly code: 'ETHEREUM_TX_UNDECODABLE' }
>

function gethText(rejection: ServerRejection): string {
  switch (rejection.code) {
    case 'ETHEREUM_TX_TYPE_UNSUPPORTED':
      return 'transaction type not supported'
    case 'ETHEREUM_TX_OVERSIZED':
      return `oversized data: transaction size ${rejection.size}, limit ${rejection.limit}`
    case 'ETHEREUM_SIGNATURE_REQUIRED':
      return 'signature required'
    case 'ETHEREUM_ALREADY_KNOWN':
      return 'already known'
    case 'ETHEREUM_CHAIN_ID_MISMATCH':
      return `invalid chain id for signer: have ${rejection.have} want ${rejection.want}`
    case 'ETHEREUM_CREATION_UNSUPPORTED':
      return 'contract creation is not supported: the emulated chain has no EVM; use a devnet: pegzone up --ethereum anvil'
    case 'ETHEREUM_GAS_LIMIT_TOO_HIGH':
      return `exceeds block gas limit: gas ${rejection.have}, limit ${rejection.limit}`
    case 'ETHEREUM_INTRINSIC_GAS':
      return `intrinsic gas too low: gas ${rejection.have}, minimum needed ${rejection.need}`
    case 'ETHEREUM_TIP_ABOVE_FEE_CAP':
      return `max priority fee per gas higher than max fee per gas: address ${checksumAddress(rejection.sender)}, maxPriorityFeePerGas: ${rejection.tip}, maxFeePerGas: ${rejection.feeCap}`
    case 'ETHEREUM_FEE_CAP_TOO_LOW':
      return `max fee per gas less than block base fee: address ${checksumAddress(rejection.sender)}, maxFeePerGas: ${rejection.feeCap}, baseFee: ${rejection.baseFee}`
    case 'ETHEREUM_NONCE_TOO_LOW':
      return `nonce too low: next nonce ${rejection.next}, tx nonce ${rejection.nonce}`
    case 'ETHEREUM_NONCE_TOO_HIGH':
      return `nonce too high: next nonce ${rejection.next}, tx nonce ${rejection.nonce}`
    case 'ETHEREUM_INSUFFICIENT_FUNDS':
      return `insufficient funds for gas * price + value: balance ${rejection.have}, tx cost ${rejection.need}, overshot ${rejection.need - rejection.have}`
    case 'ETHEREUM_INSUFFICIENT_VALUE':
      return `insufficient funds for transfer: address ${checksumAddress(rejection.sender)}`
    case 'ETHEREUM_GAS_ALLOWANCE':
      return `gas required exceeds allowance (${rejection.allowance})`
    case 'ETHEREUM_REPLACEMENT_UNDERPRICED':
      return 'replacement transaction underpriced'
    case 'ETHEREUM_POOL_FULL':
      return 'txpool is full'
    case 'ETHEREUM_BLOCK_UNKNOWN':
      return 'header not found'
  }
}
