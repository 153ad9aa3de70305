import type { EthAddress } from '@pegzone/encoding'
import { totalEscrow } from '@pegzone/ibc'
import type { View, Violation } from '@pegzone/ledger'
import { curve } from '@pegzone/protocol'
import { contractAddresses } from './addresses.ts'
import { poolOf } from './brokerage/tables.ts'
import { curveOf } from './market-maker/tables.ts'
import { denomOf } from './peg-bridge/lanes.ts'
import { balanceOf, totalSupply } from './token/keeper.ts'
import { dai, ixo, ixos, type Token, tokens } from './token/tokens.ts'

/**
 * What must hold of the contracts at every block, recomputed from the tables. Empty: all of it does. Asked by the genesis and
 * by an audit; linear in the number of holders.
 */
export function contractViolations(view: View): readonly Violation[] {
  const { supply, reserve, fundingPool } = curveOf(view)
  const { x, y, vouchers } = poolOf(view)
  return [
    ...tokens.flatMap((token) => supplyOf(view, token)),
    ...equal('IXO supply = supply of the curve', totalSupply(view, ixo), supply),
    ...equal('IXOS supply = vouchers of the brokerage', totalSupply(view, ixos), vouchers),
    ...(curve.isOnCurve(curveOf(view)) ? [] : [{ law: 'curve on its anchor', detail: `S ${supply}, R ${reserve}` }]),
    ...covers(view, dai, contractAddresses.MarketMaker, reserve + fundingPool),
    ...covers(view, dai, contractAddresses.Brokerage, x),
    ...covers(view, ixo, contractAddresses.Brokerage, y),
    ...tokens.flatMap((token) => covers(view, token, contractAddresses.PegBridge, totalEscrow(view, denomOf(token)))),
  ]
}

/** The account holds at least what a contract counts as its own; anybody may send it more. */
function covers(view: View, token: Token, account: EthAddress, counted: bigint): readonly Violation[] {
  const held = balanceOf(view, token, account)
  if (held >= counted) return []
  const detail = `${account} holds ${held} base units of ${token.symbol}, counts ${counted}`
  return [{ law: 'a contract holds what it counts', detail }]
}

function supplyOf(view: View, token: Token): readonly Violation[] {
  let sum = 0n
  for (const [, units] of view.read(token.balances).range()) sum += units
  return equal(`sum of ${token.symbol} balances = supply`, sum, totalSupply(view, token))
}

function equal(law: string, have: bigint, want: bigint): readonly Violation[] {
  return have === want ? [] : [{ law, detail: `${have} and ${want}` }]
}
