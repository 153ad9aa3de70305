import { bytesToBigint, bytesToHex, concatBytes, type EthAddress, keccak256, secp256k1 } from '@pegzone/encoding'
import type { State, View } from '@pegzone/ledger'
import { type Outcome, ok } from '@pegzone/outcome'
import type { Revert } from '../../chain/built-in.ts'
import { permitHasher } from '../eip712.ts'
import * as refusals from './errors.ts'
import { approve } from './keeper.ts'
import type { Token } from './tokens.ts'

/** Half of the order of secp256k1; a greater s is the malleable twin of a signature. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

export interface Permit {
  readonly owner: EthAddress
  readonly spender: EthAddress
  readonly value: bigint
  /** Unix seconds, as `now`: a later block refuses. */
  readonly deadline: bigint
  readonly now: bigint
  readonly chainId: bigint
  /** 27 or 28. */
  readonly v: bigint
  readonly r: Uint8Array
  readonly s: Uint8Array
}

/** Permits of `owner` used so far: the nonce that the next one must carry. */
export function nonceOf(view: View, token: Token, owner: EthAddress): bigint {
  return view.read(token.nonces).get(owner) ?? 0n
}

/** Sets an allowance by the owner's signature (EIP-2612). Refusals and their order are those of OpenZeppelin's ERC20Permit. */
export function permit(state: State, token: Token, permission: Permit): Outcome<void, Revert> {
  const { owner, spender, value, deadline, now, chainId } = permission
  if (now > deadline) return refusals.expiredSignature(deadline)
  const nonce = nonceOf(state, token, owner)
  const domain = { name: token.name, chainId, verifyingContract: token.address }
  const digest = permitHasher(domain).digest({ owner, spender, value, nonce, deadline })
  const signer = recover(digest, permission)
  if (!signer.ok) return signer
  if (signer.value !== owner) return refusals.invalidSigner(signer.value, owner)
  state.open(token.nonces).set(owner, nonce + 1n)
  return approve(state, token, owner, spender, value)
}

function recover(digest: Uint8Array, { v, r, s }: Pick<Permit, 'v' | 'r' | 's'>): Outcome<EthAddress, Revert> {
  if (bytesToBigint(s) > HALF_ORDER) return refusals.invalidSignatureS(s)
  if (v !== 27n && v !== 28n) return refusals.invalidSignature()
  const point = secp256k1.recover(digest, concatBytes(r, s), v === 27n ? 0 : 1)
  if (point === undefined) return refusals.invalidSignature()
  return ok(bytesToHex(keccak256(point.subarray(1)).subarray(12)))
}
