import type { TransferApp } from '@pegzone/ibc'
import { type Outcome, ok } from '@pegzone/outcome'
import { MsgTransfer, MsgTransferResponse } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import { addressProblem } from '../auth/keeper.ts'
import { paramsOf } from '../auth/params.ts'
import { isDenom, parseAmount } from '../bank/coins.ts'
import type { TxRejection } from '../errors.ts'
import { hosted, moduleError } from '../ibc/errors.ts'
import { hostOf } from '../ibc/host.ts'
import { heightSchema } from '../ibc/schemas.ts'
import { schema } from '../proto/unknown-fields.ts'
import { type MsgBinder, type MsgContext, msgType } from '../tx/message.ts'
import { coinSchema } from '../tx/schemas.ts'

/** Limits of ibc-go, bytes. */
const MAX_RECEIVER = 2048
const MAX_MEMO = 32_768

/** ibc.applications.transfer.v1.Msg */
export function transferMsgs(app: TransferApp): readonly (readonly [string, MsgBinder])[] {
  return [
    msgType<MsgTransfer>({
      typeUrl: MsgTransfer.typeUrl,
      module: 'transfer',
      schema: schema('ibc.applications.transfer.v1.MsgTransfer', 1, 2, [3, coinSchema], 4, 5, [6, heightSchema], 7, 8),
      decode: (bytes) => MsgTransfer.decode(bytes),
      signers: ({ sender }) => [sender],
      gas: ({ memo, receiver }) => 66_000 + 30 * (memo.length + receiver.length),
      validate: validateTransfer,
      handle(state, context, message) {
        const { token } = message
        if (paramsOf(state).sendDisabled.includes(token.denom)) {
          const log = `${token.denom} transfers are currently disabled: fungible token transfers from this chain are disabled`
          return { ok: false, rejection: moduleError('transfer', 7, log) }
        }
        if (message.sourcePort !== app.port) {
          return { ok: false, rejection: moduleError('port', 3, `${message.sourcePort}: port not found`) }
        }
        const sent = app.send(state, hostOf(context), {
          sourceChannel: message.sourceChannel,
          denom: token.denom,
          amount: parseAmount(token.amount)!,
          sender: message.sender,
          receiver: message.receiver,
          timeoutHeight: message.timeoutHeight,
          timeoutTimestamp: message.timeoutTimestamp,
          memo: message.memo,
        })
        if (!sent.ok) return hosted(sent)
        return ok(MsgTransferResponse.encode({ sequence: sent.value.sequence }).finish())
      },
    }),
  ]
}

/** ValidateBasic of ibc-go v8. */
function validateTransfer(message: MsgTransfer, { prefix }: MsgContext): Outcome<void, TxRejection> {
  const { token, sender, receiver, memo } = message
  const units = parseAmount(token.amount)
  const coin = `${token.amount}${token.denom}`
  if (units === undefined || !isDenom(token.denom)) return refused(6, `${coin}: invalid coins`)
  if (units === 0n) return refused(3, `${coin}: insufficient funds`)
  const problem = addressProblem(sender, prefix)
  if (problem !== undefined) return refused(5, `string could not be parsed as address: ${problem}: invalid address`)
  if (receiver.trim() === '') return refused(5, 'missing recipient address: invalid address')
  if (Buffer.byteLength(receiver) > MAX_RECEIVER) {
    return refused(5, `recipient address must not exceed ${MAX_RECEIVER} bytes: invalid address`)
  }
  return Buffer.byteLength(memo) > MAX_MEMO
    ? { ok: false, rejection: moduleError('transfer', 11, `memo must not exceed ${MAX_MEMO} bytes: invalid memo`) }
    : ok()
}

function refused(code: number, log: string): Outcome<never, TxRejection> {
  return { ok: false, rejection: moduleError('ibc', code, log) }
}
