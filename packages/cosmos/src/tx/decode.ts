import { type CosmosTx, decodeCosmosTx, fromHex, type ProtobufRejection } from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import { compactOf } from '../auth/pub-keys.ts'
import { type SdkRejection, sdkRefuse } from '../errors.ts'
import { protoProblem } from '../proto/unknown-fields.ts'
import type { BoundMsg, MsgRegistry } from './message.ts'
import { authInfoSchema, txBodySchema } from './schemas.ts'

/** A transaction taken apart. Body and auth info keep the bytes as received: they are what was signed. */
export interface DecodedTx {
  readonly raw: Uint8Array
  /** SHA-256 of `raw`, 32 bytes. */
  readonly hash: Uint8Array
  readonly tx: CosmosTx
  readonly msgs: readonly BoundMsg[]
  /** Compact public key of each signer info; undefined where it was left out. */
  readonly pubKeys: readonly (Outcome<Uint8Array, SdkRejection> | undefined)[]
  /** Everyone who must sign: of the messages in order, then the fee payer, without repeats. */
  readonly signers: readonly string[]
  readonly feePayer: string
  readonly gasLimit: bigint
}

/**
 * Decodes a TxRaw. Refuses with code 2 what is not one, has unknown fields or unknown message types; with code 18 a
 * transaction without messages.
 */
export function decodeTx(raw: Uint8Array, registry: MsgRegistry): Outcome<DecodedTx, SdkRejection> {
  const decoded = decodeCosmosTx(raw)
  if (!decoded.ok) return sdkRefuse('COSMOS_TX_DECODE', reasonOf(decoded.rejection))
  const tx = decoded.value
  const problem = protoProblem(tx.bodyBytes, txBodySchema) ?? protoProblem(tx.authInfoBytes, authInfoSchema)
  if (problem !== undefined) return sdkRefuse('COSMOS_TX_DECODE', problem)
  const msgs: BoundMsg[] = []
  for (const any of tx.body.messages) {
    const msg = bind(any, registry)
    if (!msg.ok) return msg
    msgs.push(msg.value)
  }
  if (msgs.length === 0) return sdkRefuse('COSMOS_INVALID_REQUEST', 'must contain at least one message')
  const { fee, signerInfos } = tx.authInfo
  const pubKeys = signerInfos.map(({ publicKey }) => publicKey && compactOf(publicKey))
  const unresolved = pubKeys.find((key) => key?.ok === false && key.rejection.code === 'COSMOS_TX_DECODE')
  if (unresolved?.ok === false) return unresolved
  const signers = signersOf(msgs, fee?.payer ?? '')
  return ok({
    raw,
    hash: fromHex(tx.hash),
    tx,
    msgs,
    pubKeys,
    signers,
    feePayer: fee === undefined || fee.payer === '' ? (signers[0] ?? '') : fee.payer,
    gasLimit: fee?.gasLimit ?? 0n,
  })
}

function reasonOf(rejection: ProtobufRejection): string {
  return rejection.code === 'ENCODING_PROTOBUF_MALFORMED'
    ? `${rejection.type}: ${rejection.detail}`
    : `unable to resolve type URL ${rejection.typeUrl}`
}

function bind(
  { typeUrl, value }: { typeUrl: string; value: Uint8Array },
  registry: MsgRegistry,
): Outcome<BoundMsg, SdkRejection> {
  const binder = registry.get(typeUrl)
  if (binder === undefined) return sdkRefuse('COSMOS_TX_DECODE', `unable to resolve type URL ${typeUrl}`)
  const problem = protoProblem(value, binder.schema)
  if (problem !== undefined) return sdkRefuse('COSMOS_TX_DECODE', problem)
  try {
    return ok(binder.bind(value))
  } catch (error) {
    // The generated decoders throw plain errors on bytes that are no such message: outside input, so a refusal.
    return sdkRefuse('COSMOS_TX_DECODE', error instanceof Error ? error.message : String(error))
  }
}

function signersOf(msgs: readonly BoundMsg[], payer: string): readonly string[] {
  const signers: string[] = []
  for (const { signers: own } of msgs) for (const signer of own) if (!signers.includes(signer)) signers.push(signer)
  if (payer !== '' && !signers.includes(payer)) signers.push(payer)
  return signers
}
