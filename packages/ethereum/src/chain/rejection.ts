import type { EthAddress, Hex } from '@pegzone/encoding'
import type { Catalogue } from '@pegzone/outcome'
import type { Revert } from './built-in.ts'

/** Why a transaction is not taken into the pool, or not into a block. Amounts are wei, gas in units. */
export type TxRejection =
  | { readonly code: 'ETHEREUM_TX_UNDECODABLE'; readonly reason: string }
  | { readonly code: 'ETHEREUM_TX_TYPE_UNSUPPORTED'; readonly type: number }
  | { readonly code: 'ETHEREUM_TX_OVERSIZED'; readonly size: number; readonly limit: number }
  | { readonly code: 'ETHEREUM_SIGNATURE_REQUIRED' }
  | { readonly code: 'ETHEREUM_ALREADY_KNOWN'; readonly hash: Hex }
  | { readonly code: 'ETHEREUM_CHAIN_ID_MISMATCH'; readonly have: bigint; readonly want: bigint }
  | { readonly code: 'ETHEREUM_CREATION_UNSUPPORTED' }
  | { readonly code: 'ETHEREUM_GAS_LIMIT_TOO_HIGH'; readonly have: bigint; readonly limit: bigint }
  | { readonly code: 'ETHEREUM_INTRINSIC_GAS'; readonly have: bigint; readonly need: bigint }
  | {
      readonly code: 'ETHEREUM_TIP_ABOVE_FEE_CAP'
      readonly sender: EthAddress
      readonly tip: bigint
      readonly feeCap: bigint
    }
  | {
      readonly code: 'ETHEREUM_FEE_CAP_TOO_LOW'
      readonly sender: EthAddress
      readonly feeCap: bigint
      readonly baseFee: bigint
    }
  | {
      readonly code: 'ETHEREUM_NONCE_TOO_LOW'
      readonly sender: EthAddress
      readonly nonce: bigint
      readonly next: bigint
    }
  | {
      readonly code: 'ETHEREUM_NONCE_TOO_HIGH'
      readonly sender: EthAddress
      readonly nonce: bigint
      readonly next: bigint
    }
  | {
      readonly code: 'ETHEREUM_INSUFFICIENT_FUNDS'
      readonly sender: EthAddress
      readonly have: bigint
      readonly need: bigint
    }
  | { readonly code: 'ETHEREUM_REPLACEMENT_UNDERPRICED'; readonly replaces: Hex }
  | { readonly code: 'ETHEREUM_POOL_FULL'; readonly limit: number }

/** Why a call or an estimate has no answer. */
export type CallRejection =
  | Revert
  | { readonly code: 'ETHEREUM_CREATION_UNSUPPORTED' }
  | {
      readonly code: 'ETHEREUM_INSUFFICIENT_FUNDS'
      readonly sender: EthAddress
      readonly have: bigint
      readonly need: bigint
    }
  | { readonly code: 'ETHEREUM_INSUFFICIENT_VALUE'; readonly sender: EthAddress }
  | { readonly code: 'ETHEREUM_GAS_ALLOWANCE'; readonly allowance: bigint; readonly need: bigint }
  | { readonly code: 'ETHEREUM_BLOCK_UNKNOWN'; readonly height: number }

export type EthereumRejection = TxRejection | CallRejection

export const ethereumCatalogue: Catalogue<EthereumRejection> = {
  ETHEREUM_TX_UNDECODABLE: ({ reason }) => ({
    what: `The bytes are not a signed Ethereum transaction: ${reason}.`,
    why: 'A transaction is RLP with one canonical form; anything else would have two hashes.',
    fix: 'Sign the transaction with ethers, viem or cast and send their output unchanged.',
  }),
  ETHEREUM_TX_TYPE_UNSUPPORTED: ({ type }) => ({
    what: `Transaction type ${type} is not supported.`,
    why: 'The emulated chain takes legacy, access list (1) and dynamic fee (2) transactions; blobs and set-code need an EVM.',
    fix: 'Send a type 2 transaction, or run against a devnet: `pegzone up --ethereum anvil`.',
  }),
  ETHEREUM_TX_OVERSIZED: ({ size, limit }) => ({
    what: `The transaction has ${size} bytes, the limit is ${limit}.`,
    why: 'The pool bounds the memory a sender can take.',
    fix: 'Split the call data over several transactions.',
  }),
  ETHEREUM_SIGNATURE_REQUIRED: () => ({
    what: 'An unsigned transaction came to a chain that requires signatures.',
    why: 'Only a simulated world marks its own transactions as verified.',
    fix: "Sign it, or create the chain with `signatures: 'trusted'`.",
  }),
  ETHEREUM_ALREADY_KNOWN: ({ hash }) => ({
    what: `The transaction ${hash} is in the pool already.`,
    why: 'The same bytes cannot be sent twice.',
    fix: 'Wait for its receipt.',
  }),
  ETHEREUM_CHAIN_ID_MISMATCH: ({ have, want }) => ({
    what: `The transaction is signed for chain ${have}, this is chain ${want}.`,
    why: 'EIP-155 binds a signature to one chain.',
    fix: `Set the chain id of the wallet to ${want}.`,
  }),
  ETHEREUM_CREATION_UNSUPPORTED: () => ({
    what: 'Contract creation needs an EVM, and the emulated chain has none.',
    why: 'Its contracts are built in; bytecode is never executed.',
    fix: 'Run against a devnet that has an EVM: `pegzone up --ethereum anvil`.',
  }),
  ETHEREUM_GAS_LIMIT_TOO_HIGH: ({ have, limit }) => ({
    what: `The gas limit ${have} is above the block's ${limit}.`,
    why: 'Such a transaction fits into no block.',
    fix: 'Lower the gas limit; `eth_estimateGas` tells how much is needed.',
  }),
  ETHEREUM_INTRINSIC_GAS: ({ have, need }) => ({
    what: `The gas limit ${have} does not cover the ${need} that the transaction costs before it runs.`,
    why: 'Every transaction costs 21000 gas, plus its call data and access list.',
    fix: `Set the gas limit to at least ${need}.`,
  }),
  ETHEREUM_TIP_ABOVE_FEE_CAP: ({ sender, tip, feeCap }) => ({
    what: `The priority fee ${tip} of ${sender} is above its fee cap ${feeCap}.`,
    why: 'The tip is a part of the fee (EIP-1559).',
    fix: 'Raise maxFeePerGas or lower maxPriorityFeePerGas.',
  }),
  ETHEREUM_FEE_CAP_TOO_LOW: ({ sender, feeCap, baseFee }) => ({
    what: `The fee cap ${feeCap} of ${sender} is below the base fee ${baseFee}.`,
    why: 'Every transaction burns the base fee (EIP-1559).',
    fix: `Set maxFeePerGas to at least ${baseFee}.`,
  }),
  ETHEREUM_NONCE_TOO_LOW: ({ sender, nonce, next }) => ({
    what: `The nonce ${nonce} of ${sender} is used; its next one is ${next}.`,
    why: 'A nonce counts the transactions of an account and is used once.',
    fix: 'Ask for the pending nonce again; with ethers set `cacheTimeout: -1`.',
  }),
  ETHEREUM_NONCE_TOO_HIGH: ({ sender, nonce, next }) => ({
    what: `The nonce ${nonce} of ${sender} leaves a gap; its next one is ${next}.`,
    why: 'Transactions of an account run in the order of their nonces.',
    fix: `Send the transaction with nonce ${next} first.`,
  }),
  ETHEREUM_INSUFFICIENT_FUNDS: ({ sender, have, need }) => ({
    what: `${sender} holds ${have} wei and needs ${need} for gas and value.`,
    why: 'The fee cap times the gas limit, plus the value, must be covered beforehand.',
    fix: 'Fund the account or lower the value, gas limit or fee cap.',
  }),
  ETHEREUM_INSUFFICIENT_VALUE: ({ sender }) => ({
    what: `${sender} does not hold the value of the call.`,
    why: 'A call moves its value before it runs.',
    fix: 'Call from a funded account, or without value.',
  }),
  ETHEREUM_GAS_ALLOWANCE: ({ allowance, need }) => ({
    what: `The call needs ${need} gas and may use ${allowance}.`,
    why: 'The caller set a gas limit, or its balance pays for no more at the fee it offers.',
    fix: 'Leave the gas limit out, or fund the account.',
  }),
  ETHEREUM_REPLACEMENT_UNDERPRICED: ({ replaces }) => ({
    what: `The transaction does not pay 10 % more than ${replaces}, which it would replace.`,
    why: 'A replacement must be worth the work of the pool.',
    fix: 'Raise both maxFeePerGas and maxPriorityFeePerGas by at least 10 %.',
  }),
  ETHEREUM_POOL_FULL: ({ limit }) => ({
    what: `The pool holds its limit of ${limit} transactions.`,
    why: 'The pool bounds the memory that waiting transactions take.',
    fix: 'Mine a block, or wait for one.',
  }),
  ETHEREUM_BLOCK_UNKNOWN: ({ height }) => ({
    what: `There is no block ${height}, or its state is pruned.`,
    why: 'The state can be had up to the head, and back as far as `--history` keeps it.',
    fix: 'Ask for a later height, or start with a longer history.',
  }),
  ETHEREUM_REVERT: ({ reason }) => ({
    what: reason === undefined ? 'The call reverted.' : `The call reverted: ${reason}`,
    why: 'The contract refused it and undid everything.',
    fix: 'Decode the revert data with the ABI in @pegzone/contracts.',
  }),
}
