import { base64Encode, equalBytes } from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import { type Account, addressProblem } from '../auth/keeper.ts'
import type { AuthParams } from '../auth/params.ts'
import { addressOfKey, isSecp256k1, subKeys } from '../auth/pub-keys.ts'
import { type Coin, coinsText, parseCoins } from '../bank/coins.ts'
import { event } from '../chain/events.ts'
import { type SdkRejection, sdkRefuse, type TxRejection, wrapRejection } from '../errors.ts'
import type { AnteStore } from './ante-store.ts'
import type { DecodedTx } from './decode.ts'
import { type GasMeter, gasTable, MAX_GAS_WANTED } from './gas.ts'
import type { MsgContext } from './message.ts'
import { type FeePolicy, requiredFee } from './min-fee.ts'
import { isMultiMode, type SignerFacts, verifySignature } from './signature.ts'

/** `check` admits to the mempool, `deliver` is the block, `simulate` estimates without signatures. */
export type AnteMode = 'check' | 'deliver' | 'simulate'

export interface AnteContext extends MsgContext {
  readonly mode: AnteMode
  /** False: signatures were vouched for by the host, the one switch of the trusted path. Sequences still count. */
  readonly verify: boolean
  readonly params: AuthParams
  readonly fees: FeePolicy
  readonly verdicts: Verdicts
}

/** Remembers what a transaction's signatures were checked against, so that delivery does not check them again. */
export interface Verdicts {
  holds(tx: DecodedTx, signers: readonly SignerFacts[]): boolean
  remember(tx: DecodedTx, signers: readonly SignerFacts[]): void
}

type Step = Outcome<void, TxRejection>

/**
 * The ante steps in the order of the SDK; the first that refuses decides. Writes through `store`; on a refusal the
 * caller drops them. Source: x/auth/ante of SDK 0.50. Gas limit 0 is refused before gas is first used (code 41); the
 * SDK's own check stands behind that use and is never reached.
 */
export function runAnte(tx: DecodedTx, context: AnteContext, store: AnteStore, gas: GasMeter): Step {
  for (const step of STEPS) {
    const done = step(tx, context, store, gas)
    if (!done.ok) return done
  }
  return ok()
}

const STEPS: readonly ((tx: DecodedTx, context: AnteContext, store: AnteStore, gas: GasMeter) => Step)[] = [
  validateMessages,
  checkExtensions,
  validateBasic,
  checkTimeout,
  checkMemo,
  chargeSize,
  deductFee,
  setPubKeys,
  checkSignatures,
  bumpSequences,
]

function validateMessages({ msgs }: DecodedTx, context: AnteContext): Step {
  for (const msg of msgs) {
    const valid = msg.validate(context)
    if (!valid.ok) return valid
  }
  return ok()
}

function checkExtensions({ tx }: DecodedTx): Step {
  return tx.body.extensionOptions.length > 0 ? sdkRefuse('COSMOS_UNKNOWN_EXTENSION', '') : ok()
}

function validateBasic({ tx, signers, gasLimit }: DecodedTx, { prefix, verify }: AnteContext, store: AnteStore): Step {
  const { signatures, authInfo } = tx
  for (const signer of signers) {
    // Only valid addresses have accounts, and looking one up is cheaper than a checksum.
    const problem = store.account(signer) === undefined ? addressProblem(signer, prefix) : undefined
    if (problem !== undefined) return sdkRefuse('COSMOS_INVALID_ADDRESS', problem)
  }
  if (gasLimit > MAX_GAS_WANTED) {
    return sdkRefuse('COSMOS_INVALID_REQUEST', `invalid gas supplied; ${gasLimit} > ${MAX_GAS_WANTED}`)
  }
  if (!verify) return ok()
  if (signatures.length === 0) return sdkRefuse('COSMOS_NO_SIGNATURES', '')
  if (signatures.length !== signers.length) {
    return sdkRefuse(
      'COSMOS_UNAUTHORIZED',
      `wrong number of signers; expected ${signers.length}, got ${signatures.length}`,
    )
  }
  return authInfo.signerInfos.length === signers.length
    ? ok()
    : sdkRefuse(
        'COSMOS_UNAUTHORIZED',
        `invalid number of signer;  expected: ${signers.length}, got ${authInfo.signerInfos.length}`,
      )
}

/** CheckTx compares with the head, delivery with the block itself. */
function checkTimeout({ tx }: DecodedTx, { height }: AnteContext): Step {
  const { timeoutHeight } = tx.body
  if (timeoutHeight === 0n || BigInt(height) <= timeoutHeight) return ok()
  return sdkRefuse('COSMOS_TX_TIMEOUT_HEIGHT', `block height: ${height}, timeout height: ${timeoutHeight}`)
}

function checkMemo({ tx }: DecodedTx, { params }: AnteContext): Step {
  const length = Buffer.byteLength(tx.body.memo)
  if (length <= params.maxMemoCharacters) return ok()
  return sdkRefuse(
    'COSMOS_MEMO_TOO_LARGE',
    `maximum number of characters is ${params.maxMemoCharacters} but received ${length} characters`,
  )
}

function chargeSize(tx: DecodedTx, { mode, params }: AnteContext, _: AnteStore, gas: GasMeter): Step {
  if (mode !== 'simulate' && tx.gasLimit === 0n) {
    return sdkRefuse('COSMOS_INVALID_GAS_LIMIT', 'must provide positive gas')
  }
  const missing = mode === 'simulate' ? gasTable.simulatedSignatureBytes * tx.signers.length : 0
  return gas.consume((tx.raw.length + missing) * params.txSizeCostPerByte, 'txSize')
}

function deductFee(
  { tx, signers, gasLimit, feePayer }: DecodedTx,
  context: AnteContext,
  store: AnteStore,
  gas: GasMeter,
): Step {
  const { fee } = tx.authInfo
  const wire = fee?.amount ?? []
  const coins = parseCoins(wire.filter(({ amount }) => amount !== '0'))
  if (coins === undefined) {
    return sdkRefuse(
      'COSMOS_INSUFFICIENT_FEE',
      `invalid fee amount: ${wire.map(({ denom, amount }) => amount + denom).join(',')}`,
    )
  }
  if (fee !== undefined && fee.granter !== '') {
    return sdkRefuse('COSMOS_INVALID_REQUEST', 'fee grants are not enabled')
  }
  const metered = gas.consume(gasTable.ante + (signers.length - 1) * gasTable.signer, 'ante')
  if (!metered.ok) return metered
  if (context.mode === 'check') {
    const enough = checkMinimum(coins, gasLimit, context.fees)
    if (!enough.ok) return enough
  }
  if (store.account(feePayer) === undefined) {
    return sdkRefuse('COSMOS_UNKNOWN_ADDRESS', `fee payer address: ${feePayer} does not exist`)
  }
  if (coins.length > 0) {
    const charged = store.chargeFee(feePayer, coins)
    if (!charged.ok) return { ok: false, rejection: doubled(charged.rejection) }
  }
  store.emit(event('tx', ['fee', coinsText(coins)], ['fee_payer', feePayer]))
  return ok()
}

/** The SDK wraps the bank's error in the same registered error once more, so its text appears twice. */
function doubled(rejection: SdkRejection): TxRejection {
  return rejection.code === 'COSMOS_INSUFFICIENT_FUNDS'
    ? { ...rejection, detail: `${rejection.detail}: insufficient funds` }
    : wrapRejection(rejection, 'fee')
}

function checkMinimum(coins: readonly Coin[], gasLimit: bigint, fees: FeePolicy): Step {
  const required = requiredFee(fees, gasLimit)
  if (required.length === 0) return ok()
  const enough = required.some(({ denom, amount }) =>
    coins.some((coin) => coin.denom === denom && coin.amount >= amount),
  )
  return enough
    ? ok()
    : sdkRefuse(
        'COSMOS_INSUFFICIENT_FEE',
        `insufficient fees; got: ${coinsText(coins)} required: ${coinsText(required)}`,
      )
}

function setPubKeys(decoded: DecodedTx, context: AnteContext, store: AnteStore, gas: GasMeter): Step {
  for (const [i, signer] of decoded.signers.entries()) {
    const key = decoded.pubKeys[i]
    if (key === undefined) continue
    if (!key.ok) return key
    const account = store.account(signer)
    // The key an account has already was checked when it was set.
    if (account !== undefined && equalBytes(account.pubKey, key.value)) continue
    if (context.mode !== 'simulate' && context.verify && addressOfKey(key.value, context.prefix) !== signer) {
      return sdkRefuse(
        'COSMOS_INVALID_PUB_KEY',
        `pubKey does not match signer address ${signer} with signer index: ${i}`,
      )
    }
    if (account === undefined) return unknownAccount(signer)
    if (account.pubKey.length > 0) continue
    const metered = gas.consume(gasTable.pubKey, 'WritePerByte')
    if (!metered.ok) return metered
    store.setAccount(signer, { ...account, pubKey: key.value })
  }
  for (const [i, signer] of decoded.signers.entries()) {
    const sequence = decoded.tx.authInfo.signerInfos[i]?.sequence ?? 0n
    store.emit(event('tx', ['acc_seq', `${signer}/${sequence}`]))
    store.emit(event('tx', ['signature', base64Encode(decoded.tx.signatures[i] ?? NO_BYTES)]))
  }
  return ok()
}

const NO_BYTES = new Uint8Array(0)

/** Signature count, signature gas, sequence, and the signatures themselves. */
function checkSignatures(decoded: DecodedTx, context: AnteContext, store: AnteStore, gas: GasMeter): Step {
  const facts: SignerFacts[] = []
  let count = 0
  for (const [i, address] of decoded.signers.entries()) {
    const account = known(store, address)
    if (!account.ok) return account
    const { pubKey, number, sequence } = account.value
    facts.push({ address, pubKey, number, sequence, info: decoded.tx.authInfo.signerInfos[i] })
    count += subKeys(pubKey)
  }
  if (count > context.params.txSigLimit) {
    return sdkRefuse('COSMOS_TOO_MANY_SIGNATURES', `signatures: ${count}, limit: ${context.params.txSigLimit}`)
  }
  const verifications = facts.reduce((sum, signer, i) => sum + signatureCount(signer, decoded.tx.signatures[i]), 0)
  const metered = gas.consume(verifications * context.params.sigVerifyCostSecp256k1, 'ante verify: secp256k1')
  if (!metered.ok) return metered
  for (const { pubKey, sequence, info } of facts) {
    if (context.verify && context.mode !== 'simulate' && pubKey.length === 0) {
      return sdkRefuse('COSMOS_INVALID_PUB_KEY', 'pubkey on account is not set')
    }
    const got = info?.sequence ?? 0n
    if (got !== sequence) {
      return sdkRefuse('COSMOS_WRONG_SEQUENCE', `account sequence mismatch, expected ${sequence}, got ${got}`)
    }
  }
  if (!context.verify || context.mode === 'simulate' || context.verdicts.holds(decoded, facts)) return ok()
  for (const [i, signer] of facts.entries()) {
    const valid = verifySignature(decoded.tx, decoded.tx.signatures[i]!, signer, context.chainId)
    if (!valid.ok) return valid
  }
  context.verdicts.remember(decoded, facts)
  return ok()
}

function signatureCount({ pubKey, info }: SignerFacts, signature: Uint8Array | undefined): number {
  if (pubKey.length === 0 || isSecp256k1(pubKey) || signature === undefined) return 1
  const multi = info?.modeInfo
  return multi !== undefined && isMultiMode(multi) ? Math.max(1, multi.multi.modeInfos.length) : 1
}

function bumpSequences(decoded: DecodedTx, _: AnteContext, store: AnteStore): Step {
  for (const signer of decoded.signers) {
    const account = store.account(signer)!
    store.setAccount(signer, { ...account, sequence: account.sequence + 1n })
  }
  return ok()
}

function known(store: AnteStore, address: string): Outcome<Account, SdkRejection> {
  const account = store.account(address)
  return account === undefined ? unknownAccount(address) : ok(account)
}

function unknownAccount(address: string): Outcome<never, SdkRejection> {
  return sdkRefuse('COSMOS_UNKNOWN_ADDRESS', `account ${address} does not exist`)
}
