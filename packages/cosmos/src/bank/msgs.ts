import type { View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { MsgMultiSend, MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { accountOf, addressProblem, moduleAccounts, moduleAddress } from '../auth/keeper.ts'
import { paramsOf } from '../auth/params.ts'
import { sdkRefuse, type TxRejection } from '../errors.ts'
import { schema } from '../proto/unknown-fields.ts'
import { type MsgBinder, type MsgContext, msgType } from '../tx/message.ts'
import { coinSchema } from '../tx/schemas.ts'
import { type Coin, coinsText, requireCoins } from './coins.ts'
import { multiSend, sendCoins } from './keeper.ts'

const SDK = 'cosmos.bank.v1beta1'
const NONE = new Uint8Array(0)

/** Base cost of moving one coin between two accounts, and of each further coin. */
const SEND_GAS = 28_500
const COIN_GAS = 9_500
const OUTPUT_GAS = 17_000

const putSchema = schema(`${SDK}.Input`, 1, [2, coinSchema])

/** Messages of x/bank. Sources: x/bank/keeper/msg_server.go of SDK 0.50. */
export const bankMsgs: readonly (readonly [string, MsgBinder])[] = [
  msgType<MsgSend>({
    typeUrl: `/${SDK}.MsgSend`,
    module: 'bank',
    schema: schema(`${SDK}.MsgSend`, 1, 2, [3, coinSchema]),
    decode: (bytes) => MsgSend.decode(bytes),
    signers: ({ fromAddress }) => [fromAddress],
    gas: ({ amount }) => SEND_GAS + COIN_GAS * Math.max(0, amount.length - 1),
    handle(state, context, { fromAddress, toAddress, amount }) {
      const receiver = receiverOf(state, toAddress, context, 'invalid to address')
      if (!receiver.ok) return receiver
      const coins = requireCoins(amount)
      if (!coins.ok) return coins
      const allowed = checkSend(state, coins.value, [toAddress], context)
      if (!allowed.ok) return allowed
      const sent = sendCoins(state, { from: fromAddress, to: toAddress, coins: coins.value })
      return sent.ok ? ok(NONE) : sent
    },
  }),
  msgType<MsgMultiSend>({
    typeUrl: `/${SDK}.MsgMultiSend`,
    module: 'bank',
    schema: schema(`${SDK}.MsgMultiSend`, [1, putSchema], [2, putSchema]),
    decode: (bytes) => MsgMultiSend.decode(bytes),
    signers: ({ inputs }) => inputs.map(({ address }) => address),
    gas: ({ outputs }) => SEND_GAS + OUTPUT_GAS * Math.max(0, outputs.length - 1),
    handle(state, context, { inputs, outputs }) {
      const [input, ...more] = inputs
      if (input === undefined) return sdkRefuse('COSMOS_INVALID_REQUEST', 'no inputs to send transaction')
      if (more.length > 0) return sdkRefuse('COSMOS_INVALID_REQUEST', 'multiple senders not allowed')
      if (outputs.length === 0) return sdkRefuse('COSMOS_INVALID_REQUEST', 'no outputs to send transaction')
      const spent = requireCoins(input.coins)
      if (!spent.ok) return spent
      const given: { address: string; coins: readonly Coin[] }[] = []
      for (const { address, coins } of outputs) {
        const receiver = receiverOf(state, address, context, 'invalid output address')
        if (!receiver.ok) return receiver
        const parsed = requireCoins(coins)
        if (!parsed.ok) return parsed
        given.push({ address, coins: parsed.value })
      }
      if (coinsText(spent.value) !== coinsText(sumOf(given.flatMap(({ coins }) => coins)))) {
        return sdkRefuse('COSMOS_INVALID_REQUEST', 'sum inputs != sum outputs')
      }
      const receivers = outputs.map(({ address }) => address)
      const allowed = checkSend(state, spent.value, receivers, context)
      if (!allowed.ok) return allowed
      const sent = multiSend(state, { address: input.address, coins: spent.value }, given)
      return sent.ok ? ok(NONE) : sent
    },
  }),
]

function receiverOf(view: View, address: string, { prefix }: MsgContext, what: string): Outcome<void, TxRejection> {
  // Only valid addresses have accounts, and looking one up is cheaper than a checksum.
  if (accountOf(view, address) !== undefined) return ok()
  const problem = addressProblem(address, prefix)
  return problem === undefined ? ok() : sdkRefuse('COSMOS_INVALID_ADDRESS', `${what}: ${problem}`)
}

function checkSend(
  view: View,
  coins: readonly Coin[],
  receivers: readonly string[],
  { prefix }: MsgContext,
): Outcome<void, TxRejection> {
  const { sendDisabled } = paramsOf(view)
  const disabled = coins.find(({ denom }) => sendDisabled.includes(denom))
  if (disabled !== undefined) {
    return {
      ok: false,
      rejection: {
        code: 'COSMOS_MODULE_REFUSED',
        codespace: 'bank',
        abci: 5,
        log: `${disabled.denom} transfers are currently disabled: send transactions are disabled`,
      },
    }
  }
  const blocked = receivers.find((receiver) => isBlocked(receiver, prefix))
  return blocked === undefined ? ok() : sdkRefuse('COSMOS_UNAUTHORIZED', `${blocked} is not allowed to receive funds`)
}

const blockedByPrefix = new Map<string, ReadonlySet<string>>()

/** Module accounts take no coins from people: their keepers account for every coin they hold. */
export function isBlocked(address: string, prefix: string): boolean {
  let blocked = blockedByPrefix.get(prefix)
  if (blocked === undefined) {
    blocked = new Set([...moduleAccounts.keys()].map((name) => moduleAddress(name, prefix)))
    blockedByPrefix.set(prefix, blocked)
  }
  return blocked.has(address)
}

function sumOf(coins: readonly Coin[]): readonly Coin[] {
  const sums = new Map<string, bigint>()
  for (const { denom, amount } of coins) sums.set(denom, (sums.get(denom) ?? 0n) + amount)
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([denom, amount]) => ({ denom, amount }))
}
