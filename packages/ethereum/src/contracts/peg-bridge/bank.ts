import { type EthAddress, parseEthAddress } from '@pegzone/encoding'
import { releasableOf, type TransferBank, transferBooks } from '@pegzone/ibc'
import { type Outcome, ok, refuse } from '@pegzone/outcome'
import { contractAddresses, ZERO_ADDRESS } from '../addresses.ts'
import type { BridgeRejection } from '../rejection.ts'
import { transfer, transferFrom } from '../token/keeper.ts'
import type { Token } from '../token/tokens.ts'
import { tokenOfDenom } from './lanes.ts'

const self = contractAddresses.PegBridge
const builtIns: ReadonlySet<string> = new Set(Object.values(contractAddresses))

/**
 * The tokens of this ledger as the transfer app sees them. Escrow is the balance of the bridge, one account for all channels;
 * the app's books tell the channels apart. Lanes are `strict` (protocol.md §4): what own sends may still need back is never
 * paid out, a pay-out that they delay is held, one beyond the escrow is refused.
 */
export const erc20Bank: TransferBank = {
  accountProblem: (_view, account) => {
    const address = receiverOf(account)
    return address.ok ? undefined : address.rejection
  },

  escrow(state, { denom, account, amount }) {
    const token = tokenOf(denom)
    if (!token.ok) return token
    // The sender is the caller of the bridge: lower-case by construction.
    return transferFrom(state, token.value, { spender: self, from: account as EthAddress, to: self, value: amount })
  },

  unescrow(state, { denom, account, amount, purpose, portId, channelId }) {
    const token = tokenOf(denom)
    if (!token.ok) return token
    // A refund goes back to where the tokens came from, whoever that was.
    const receiver = purpose === 'refund' ? parsed(account) : receiverOf(account)
    if (!receiver.ok) return receiver
    if (purpose !== 'refund') {
      const books = transferBooks(state, { portId, channelId, denom })
      if (amount > books.escrowed) {
        return refuse({ code: 'ETHEREUM_BRIDGE_ESCROW_SHORT', denom, have: books.escrowed, need: amount })
      }
      const waits = purpose === 'receive' && books.heldCount > 0
      if (waits || amount > releasableOf(books)) return ok({ hold: true })
    }
    const paid = transfer(state, token.value, self, receiver.value, amount)
    if (!paid.ok) throw new Error(`the bridge does not hold its escrow: ${paid.rejection.reason}`)
    return ok({ hold: false })
  },

  mint: (_state, { trace }) => refuse({ code: 'ETHEREUM_BRIDGE_DENOM_UNKNOWN', denom: trace }),
  burn: (_state, { denom }) => refuse({ code: 'ETHEREUM_BRIDGE_DENOM_UNKNOWN', denom }),
}

function tokenOf(denom: string): Outcome<Token, BridgeRejection> {
  const token = tokenOfDenom(denom)
  return token === undefined ? refuse({ code: 'ETHEREUM_BRIDGE_DENOM_UNKNOWN', denom }) : ok(token)
}

/** Who is paid. Not the zero address, and no built-in: none of them could give the tokens back. */
function receiverOf(account: string): Outcome<EthAddress, BridgeRejection> {
  const address = parsed(account)
  if (!address.ok) return address
  if (address.value === ZERO_ADDRESS || builtIns.has(address.value)) {
    return refuse({ code: 'ETHEREUM_BRIDGE_RECEIVER_BLOCKED', receiver: address.value })
  }
  return address
}

function parsed(account: string): Outcome<EthAddress, BridgeRejection> {
  const address = parseEthAddress(account)
  return address === undefined
    ? refuse({ code: 'ETHEREUM_BRIDGE_RECEIVER_INVALID', receiver: account.slice(0, 80) })
    : ok(address)
}
