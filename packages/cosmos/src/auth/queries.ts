import { bech32Decode, bech32Encode } from '@pegzone/encoding'
import { type Outcome, ok } from '@pegzone/outcome'
import { BaseAccount, ModuleAccount } from 'cosmjs-types/cosmos/auth/v1beta1/auth'
import {
  AddressBytesToStringRequest,
  AddressBytesToStringResponse,
  AddressStringToBytesRequest,
  AddressStringToBytesResponse,
  Bech32PrefixRequest,
  Bech32PrefixResponse,
  QueryAccountAddressByIDRequest,
  QueryAccountAddressByIDResponse,
  QueryAccountInfoRequest,
  QueryAccountInfoResponse,
  QueryAccountRequest,
  QueryAccountResponse,
  QueryAccountsRequest,
  QueryAccountsResponse,
  QueryModuleAccountByNameRequest,
  QueryModuleAccountByNameResponse,
  QueryModuleAccountsRequest,
  QueryModuleAccountsResponse,
  QueryParamsRequest,
  QueryParamsResponse,
} from 'cosmjs-types/cosmos/auth/v1beta1/query'
import type { SdkRejection } from '../errors.ts'
import { type BoundQuery, invalidArgument, notFound, type QueryContext, queryMethod } from '../query/method.ts'
import { paginate } from '../query/page.ts'
import { type Account, accountOf, accountsTable, addressProblem, moduleAccounts, moduleAddress } from './keeper.ts'
import { paramsOf } from './params.ts'
import { anyOf } from './pub-keys.ts'

const QUERY = '/cosmos.auth.v1beta1.Query'

/** Queries of x/auth. */
export const authQueries: readonly BoundQuery[] = [
  queryMethod({
    path: `${QUERY}/Account`,
    request: QueryAccountRequest,
    response: QueryAccountResponse,
    handle(context, { address }) {
      const account = find(context, address)
      return account.ok ? ok({ account: toAny(address, account.value) }) : account
    },
  }),
  queryMethod({
    path: `${QUERY}/AccountInfo`,
    request: QueryAccountInfoRequest,
    response: QueryAccountInfoResponse,
    handle(context, { address }) {
      const account = find(context, address)
      return account.ok ? ok({ info: toBase(address, account.value) }) : account
    },
  }),
  queryMethod({
    path: `${QUERY}/Accounts`,
    request: QueryAccountsRequest,
    response: QueryAccountsResponse,
    handle({ view }, { pagination }) {
      const all = [...view.read(accountsTable).range()]
      const page = paginate(all, ([address]) => address, pagination)
      if (!page.ok) return page
      const accounts = page.value.items.map(([address, account]) => toAny(address, account))
      return ok({ accounts, pagination: page.value.pagination })
    },
  }),
  queryMethod({
    path: `${QUERY}/AccountAddressByID`,
    request: QueryAccountAddressByIDRequest,
    response: QueryAccountAddressByIDResponse,
    handle({ view }, request) {
      const wanted = request.accountId
      for (const [address, { number }] of view.read(accountsTable).range()) {
        if (number === wanted) return ok({ accountAddress: address })
      }
      return notFound(`account address not found with account number ${wanted}`)
    },
  }),
  queryMethod({
    path: `${QUERY}/Params`,
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle({ view }) {
      const params = paramsOf(view)
      return ok({
        params: {
          maxMemoCharacters: BigInt(params.maxMemoCharacters),
          txSigLimit: BigInt(params.txSigLimit),
          txSizeCostPerByte: BigInt(params.txSizeCostPerByte),
          sigVerifyCostEd25519: 590n,
          sigVerifyCostSecp256k1: BigInt(params.sigVerifyCostSecp256k1),
        },
      })
    },
  }),
  queryMethod({
    path: `${QUERY}/ModuleAccounts`,
    request: QueryModuleAccountsRequest,
    response: QueryModuleAccountsResponse,
    handle(context) {
      const names = [...moduleAccounts.keys()].sort()
      return ok({ accounts: names.map((name) => moduleAny(context, name)).filter((any) => any !== undefined) })
    },
  }),
  queryMethod({
    path: `${QUERY}/ModuleAccountByName`,
    request: QueryModuleAccountByNameRequest,
    response: QueryModuleAccountByNameResponse,
    handle(context, { name }) {
      const account = moduleAccounts.has(name) ? moduleAny(context, name) : undefined
      return account === undefined ? notFound(`account ${name} not found`) : ok({ account })
    },
  }),
  queryMethod({
    path: `${QUERY}/Bech32Prefix`,
    request: Bech32PrefixRequest,
    response: Bech32PrefixResponse,
    handle: ({ prefix }) => ok({ bech32Prefix: prefix }),
  }),
  queryMethod({
    path: `${QUERY}/AddressBytesToString`,
    request: AddressBytesToStringRequest,
    response: AddressBytesToStringResponse,
    handle: ({ prefix }, { addressBytes }) =>
      addressBytes.length === 0
        ? invalidArgument('empty address bytes is not allowed')
        : ok({ addressString: bech32Encode(prefix, addressBytes) }),
  }),
  queryMethod({
    path: `${QUERY}/AddressStringToBytes`,
    request: AddressStringToBytesRequest,
    response: AddressStringToBytesResponse,
    handle({ prefix }, { addressString }) {
      const problem = addressProblem(addressString, prefix)
      return problem === undefined ? ok({ addressBytes: bech32Decode(addressString)!.bytes }) : invalidArgument(problem)
    },
  }),
]

function find({ view, prefix }: QueryContext, address: string): Outcome<Account, SdkRejection> {
  const problem = addressProblem(address, prefix)
  if (problem !== undefined) return invalidArgument(problem)
  const account = accountOf(view, address)
  return account === undefined ? notFound(`account ${address} not found`) : ok(account)
}

function toBase(address: string, { number, sequence, pubKey }: Account): BaseAccount {
  const key = anyOf(pubKey)
  return { address, accountNumber: number, sequence, ...(key === undefined ? {} : { pubKey: key }) }
}

function toAny(address: string, account: Account): { typeUrl: string; value: Uint8Array } {
  const baseAccount = toBase(address, account)
  if (account.module === '') {
    return { typeUrl: BaseAccount.typeUrl, value: BaseAccount.encode(baseAccount).finish() }
  }
  const permissions = [...(moduleAccounts.get(account.module) ?? [])]
  return {
    typeUrl: ModuleAccount.typeUrl,
    value: ModuleAccount.encode({ baseAccount, name: account.module, permissions }).finish(),
  }
}

function moduleAny({ view, prefix }: QueryContext, name: string): { typeUrl: string; value: Uint8Array } | undefined {
  const address = moduleAddress(name, prefix)
  const account = accountOf(view, address)
  return account && toAny(address, account)
}
