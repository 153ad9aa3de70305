import { schema } from '../proto/unknown-fields.ts'

const SDK = 'cosmos.tx.v1beta1'

export const anySchema = schema('google.protobuf.Any', 1, 2)
export const coinSchema = schema('cosmos.base.v1beta1.Coin', 1, 2)

/** Messages, memo, timeout height, extension options. `unordered` and `timeout_timestamp` came after SDK 0.50. */
export const txBodySchema = {
  ...schema(`${SDK}.TxBody`, [1, anySchema], 2, 3, [1023, anySchema], [2047, anySchema]),
  nonCritical: true as const,
}

const singleSchema = schema(`${SDK}.ModeInfo.Single`, 1)
/** Multisig members may not be multisig keys themselves here, so their mode is a single one. */
const memberModeSchema = schema(`${SDK}.ModeInfo`, [1, singleSchema])
const bitArraySchema = schema('cosmos.crypto.multisig.v1beta1.CompactBitArray', 1, 2)
const multiSchema = schema(`${SDK}.ModeInfo.Multi`, [1, bitArraySchema], [2, memberModeSchema])
const modeInfoSchema = schema(`${SDK}.ModeInfo`, [1, singleSchema], [2, multiSchema])
const signerInfoSchema = schema(`${SDK}.SignerInfo`, [1, anySchema], [2, modeInfoSchema], 3)
const feeSchema = schema(`${SDK}.Fee`, [1, coinSchema], 2, 3, 4)
const tipSchema = schema(`${SDK}.Tip`, [1, coinSchema], 2)

export const authInfoSchema = schema(`${SDK}.AuthInfo`, [1, signerInfoSchema], [2, feeSchema], [3, tipSchema])
