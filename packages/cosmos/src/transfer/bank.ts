import { bech32Encode } from '@pegzone/encoding'
import { type AppRejection, type BankMove, type ChannelRef, escrowAddress, type TransferBank } from '@pegzone/ibc'
import type { State } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import { addressProblem, moduleAddress } from '../auth/keeper.ts'
import type { Coin } from '../bank/coins.ts'
import { burnCoins, mintCoins, sendCoins } from '../bank/keeper.ts'
import { metadataOf, setMetadata } from '../bank/metadata.ts'
import { isBlocked } from '../bank/msgs.ts'
import { type SdkRejection, sdkErrors } from '../errors.ts'

/** Account that holds what a channel has in escrow. */
export function escrowAccount({ portId, channelId }: ChannelRef, prefix: string): string {
  return bech32Encode(prefix, escrowAddress(portId, channelId))
}

/**
 * ICS-20 moves by x/bank: escrow is an account per channel; vouchers are minted to and burned from the `transfer` module
 * account, and reach people from there, as in ibc-go. Nothing is ever held on this side.
 */
export function createTransferBank(prefix: string): TransferBank {
  const module = moduleAddress('transfer', prefix)
  return {
    accountProblem(_view, account) {
      if (addressProblem(account, prefix) !== undefined) {
        return { ...invalidAddress(account), abciCode: UNREGISTERED }
      }
      return isBlocked(account, prefix) ? { ...unauthorized(account), abciCode: IBC_UNAUTHORIZED } : undefined
    },
    escrow: (state, move) =>
      asAppOutcome(sendCoins(state, { from: move.account, to: escrowAccount(move, prefix), coins: coinsOf(move) })),
    unescrow(state, move) {
      const from = escrowAccount(move, prefix)
      const sent = asAppOutcome(sendCoins(state, { from, to: move.account, coins: coinsOf(move) }))
      return sent.ok ? ok({ hold: false }) : sent
    },
    mint(state, { trace, ...move }) {
      describeVoucher(state, move.denom, trace)
      const coins = coinsOf(move)
      const minted = mintCoins(state, module, coins)
      return asAppOutcome(minted.ok ? sendCoins(state, { from: module, to: move.account, coins }) : minted)
    },
    burn(state, move) {
      const coins = coinsOf(move)
      const sent = sendCoins(state, { from: move.account, to: module, coins })
      return asAppOutcome(sent.ok ? burnCoins(state, module, coins) : sent)
    },
  }
}

/** What ibc-go v8 acknowledges with: a bech32 error is not registered, a blocked address is `ibc` code 2. */
const UNREGISTERED = 1
const IBC_UNAUTHORIZED = 2

function invalidAddress(account: string): SdkRejection {
  return { code: 'COSMOS_INVALID_ADDRESS', detail: account }
}

function unauthorized(account: string): SdkRejection {
  return { code: 'COSMOS_UNAUTHORIZED', detail: `${account} is not allowed to receive funds` }
}

/** A standard voucher gets bank metadata with the first coin, as ibc-go does; a registered denom has its own already. */
function describeVoucher(state: State, denom: string, trace: string): void {
  if (metadataOf(state, denom) !== undefined) return
  const base = trace.slice(trace.lastIndexOf('/') + 1)
  setMetadata(state, {
    description: `IBC token from ${trace}`,
    denomUnits: [{ denom, exponent: 0, aliases: [] }],
    base: denom,
    display: trace,
    name: `${trace} IBC token`,
    symbol: base.toUpperCase(),
    uri: '',
    uriHash: '',
  })
}

function coinsOf({ denom, amount }: Pick<BankMove, 'denom' | 'amount'>): readonly Coin[] {
  return [{ denom, amount }]
}

function asApp(rejection: SdkRejection): SdkRejection & AppRejection {
  return { ...rejection, abciCode: sdkErrors[rejection.code][0] }
}

function asAppOutcome(outcome: Outcome<void, SdkRejection>): Outcome<void, AppRejection> {
  return outcome.ok ? outcome : { ok: false, rejection: asApp(outcome.rejection) }
}
