import { pegTokenAbi } from '@pegzone/contracts'
import { toHex } from '@pegzone/encoding'
import { ok } from '@pegzone/outcome'
import type { BuiltIn, CallContext } from '../../chain/built-in.ts'
import { ZERO_ADDRESS } from '../addresses.ts'
import { secondsOf } from '../bounds.ts'
import { builtIn } from '../dispatch.ts'
import { type Domain, domainAnswer, permitHasher } from '../eip712.ts'
import { unauthorizedMinter } from './errors.ts'
import { allowance, approve, balanceOf, burn, mint, totalSupply, transfer, transferFrom } from './keeper.ts'
import { nonceOf, permit } from './permit.ts'
import { type Token, tokens } from './tokens.ts'

const GAS_CONSTANT = 500n
const GAS_READ = 3_000n

/** ERC-165 ids of ERC-165 itself, ERC-20, its metadata, EIP-2612 and EIP-5267. */
const interfaces = new Set(['01ffc9a7', '36372b07', 'a219a025', '9d8ff7da', '84b0196e'])

/** The three tokens behind the ABI. */
export const tokenContracts: readonly BuiltIn[] = tokens.map(tokenContract)

function tokenContract(token: Token): BuiltIn {
  const domainOf = ({ block }: CallContext): Domain => ({
    name: token.name,
    chainId: block.chainId,
    verifyingContract: token.address,
  })
  return builtIn(token.symbol, pegTokenAbi, {
    name: { gas: GAS_CONSTANT, run: () => ok([token.name]) },
    symbol: { gas: GAS_CONSTANT, run: () => ok([token.symbol]) },
    decimals: { gas: GAS_CONSTANT, run: () => ok([18n]) },
    totalSupply: { gas: GAS_READ, run: ({ state }) => ok([totalSupply(state, token)]) },
    balanceOf: { gas: GAS_READ, run: ({ state }, [account]) => ok([balanceOf(state, token, account)]) },
    allowance: {
      gas: GAS_READ,
      run: ({ state }, [owner, spender]) => ok([allowance(state, token, owner, spender)]),
    },
    transfer: {
      gas: 30_000n,
      run({ state, caller }, [to, value]) {
        const moved = transfer(state, token, caller, to, value)
        return moved.ok ? ok([true]) : moved
      },
    },
    approve: {
      gas: 25_000n,
      run({ state, caller }, [spender, value]) {
        const approved = approve(state, token, caller, spender, value)
        return approved.ok ? ok([true]) : approved
      },
    },
    transferFrom: {
      gas: 36_000n,
      run({ state, caller }, [from, to, value]) {
        const moved = transferFrom(state, token, { spender: caller, from, to, value })
        return moved.ok ? ok([true]) : moved
      },
    },
    permit: {
      gas: 55_000n,
      run({ state, block }, [owner, spender, value, deadline, v, r, s]) {
        const now = secondsOf(block.timeNs)
        const { chainId } = block
        const permitted = permit(state, token, { owner, spender, value, deadline, now, chainId, v, r, s })
        return permitted.ok ? ok([]) : permitted
      },
    },
    nonces: { gas: GAS_READ, run: ({ state }, [owner]) => ok([nonceOf(state, token, owner)]) },
    DOMAIN_SEPARATOR: { gas: GAS_CONSTANT, run: (ctx) => ok([permitHasher(domainOf(ctx)).domainSeparator]) },
    eip712Domain: { gas: GAS_CONSTANT, run: (ctx) => ok(domainAnswer(domainOf(ctx))) },
    supportsInterface: { gas: GAS_CONSTANT, run: (_ctx, [id]) => ok([interfaces.has(toHex(id))]) },
    minter: { gas: GAS_CONSTANT, run: () => ok([token.minter ?? ZERO_ADDRESS]) },
    mint: {
      gas: 35_000n,
      run({ state, caller }, [to, value]) {
        if (caller !== token.minter) return unauthorizedMinter(caller)
        const minted = mint(state, token, to, value)
        return minted.ok ? ok([]) : minted
      },
    },
    burn: {
      gas: 35_000n,
      run({ state, caller }, [from, value]) {
        if (caller !== token.minter) return unauthorizedMinter(caller)
        const burned = burn(state, token, from, value)
        return burned.ok ? ok([]) : burned
      },
    },
  })
}
